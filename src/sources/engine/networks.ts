import { randomBytes } from "node:crypto";
import { insist, type Permit } from "../../consent/decide.ts";
import { interruption } from "./interruption.ts";
import type { Run } from "./types.ts";

export interface Network extends AsyncDisposable {
  readonly name: string;
}

/** A bridge network of the run, on which containers find each other by alias. Throws `engine-refused`, `interrupted`. */
export async function createNetwork(run: Run, permit: Permit): Promise<Network> {
  insist(permit, []);
  const { engine, signal } = run;
  if (signal.aborted) throw interruption(signal);
  const name = `${run.id}-n-${randomBytes(3).toString("hex")}`;
  const remove = run.defer(`network ${name}`, () =>
    engine.call({ method: "DELETE", path: `/networks/${name}`, accept: [404], timeoutMs: 60_000 }),
  );
  const body = { Name: name, Driver: "bridge", CheckDuplicate: true, Labels: run.labels };
  try {
    await engine.call({ method: "POST", path: "/networks/create", body, timeoutMs: 60_000 });
  } catch (error) {
    await remove().catch(() => {});
    throw error;
  }
  return { name, [Symbol.asyncDispose]: remove };
}
