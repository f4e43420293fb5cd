import { setTimeout as sleep } from "node:timers/promises";
import type { Search } from "../../programs/locate-program.ts";
import { connect } from "../client/connect.ts";
import { findLeftovers } from "./leftovers.ts";

/**
 * Removes all that one run made, on the engine and on this machine. `expected` are names of containers that the engine may still be making: they are waited
 * for, so give it a deadline of its own. Throws what the engine says when something stays.
 */
export async function removeRun(run: string, { env, rules }: Search, expected: readonly string[] = []): Promise<void> {
  const engine = await connect({ env, rules });
  const unseenNames = new Set(expected);
  for (;;) {
    const leftovers = await findLeftovers(engine, run);
    for (const { name } of leftovers) unseenNames.delete(name);
    const results = await Promise.allSettled(leftovers.map((one) => one.remove()));
    // A network or a volume goes only after its container.
    if (results.some(({ status }) => status === "rejected"))
      for (const one of await findLeftovers(engine, run)) await one.remove();
    if (unseenNames.size === 0) return;
    await sleep(200);
  }
}
