import { setTimeout as sleep } from "node:timers/promises";
import type { Search } from "../../programs/locate-program.ts";
import { connect } from "../client/connect.ts";
import { findOrphanedResources } from "./orphaned-resources.ts";

/**
 * Removes all objects of one run, on the engine and on this machine. `expected` are names of containers that the
 * engine may still be creating: it waits for them, so callers need a deadline. Throws the engine's error if an object
 * remains.
 */
export async function removeRun(run: string, { env, rules }: Search, expected: readonly string[] = []): Promise<void> {
  const engine = await connect({ env, rules });
  const unseenNames = new Set(expected);
  for (;;) {
    const leftovers = await findOrphanedResources(engine, run);
    for (const { name } of leftovers) unseenNames.delete(name);
    const results = await Promise.allSettled(leftovers.map((one) => one.remove()));
    // A network or a volume can only be removed after its container.
    if (results.some(({ status }) => status === "rejected"))
      for (const one of await findOrphanedResources(engine, run)) await one.remove();
    if (unseenNames.size === 0) return;
    await sleep(200);
  }
}
