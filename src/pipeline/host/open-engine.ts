import type { Progress } from "../../domain/progress.ts";
import { connect } from "../../sources/engine/client/connect.ts";
import { openRun } from "../../sources/engine/run/open-run.ts";
import { wishedSafety } from "../../sources/engine/safety/safety.ts";
import type { Run } from "../../sources/engine/types.ts";

/** Connects, removes what a killed run left behind, and opens this process's run. */
export async function openEngine(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly made?: (run: string, names: readonly string[]) => void;
}): Promise<Run> {
  const safety = wishedSafety(options.env["HULLPROOF_LIMITS"]);
  const engine = await connect({ env: options.env, signal: options.signal });
  const { signal, progress, made } = options;
  return openRun(engine, { signal, progress, safety, ...(made && { made }) });
}
