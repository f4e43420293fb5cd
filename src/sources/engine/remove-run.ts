import { connect } from "./connect.ts";
import { findLeftovers } from "./leftovers.ts";

/** Removes all that one run made, on the engine and on this machine. Throws what the engine says when something stays. */
export async function removeRun(run: string, env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const engine = await connect({ env });
  const results = await Promise.allSettled((await findLeftovers(engine, run)).map((one) => one.remove()));
  // A network or a volume goes only after its container.
  if (results.some(({ status }) => status === "rejected"))
    for (const one of await findLeftovers(engine, run)) await one.remove();
}
