import type { Progress } from "../../domain/progress.ts";
import { connect } from "../../sources/engine/client/connect.ts";
import { openEngineSession } from "../../sources/engine/session/open-session.ts";
import { wishedSafety } from "../../sources/engine/safety/safety.ts";
import type { PathRules } from "../../sources/paths/trusted-path.ts";
import type { EngineSession } from "../../sources/engine/types.ts";

/** Connects, removes resources of killed runs, and opens this process's run. */
export async function openEngine(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly rules?: PathRules;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly made?: (run: string, names: readonly string[]) => void;
}): Promise<EngineSession> {
  const safety = wishedSafety(options.env["HULLPROOF_LIMITS"]);
  const { env, rules, signal, progress, made } = options;
  const engine = await connect({ env, signal, ...(rules && { rules }) });
  return openEngineSession(engine, { signal, progress, safety, ...(made && { made }) });
}
