import type { Progress } from "../domain/progress.ts";
import { connect } from "../sources/engine/connect.ts";
import { openRun } from "../sources/engine/run.ts";
import type { Run } from "../sources/engine/types.ts";

/** Connects, removes what a killed run left behind, and opens this process's run. */
export async function openEngine(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}): Promise<Run> {
  const engine = await connect({ env: options.env, signal: options.signal });
  return openRun(engine, { signal: options.signal, progress: options.progress });
}
