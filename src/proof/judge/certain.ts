import type { LifecycleOutcome, StepOutcome, Trial } from "../../domain/workload/trial.ts";
import { lineShape } from "./shape.ts";

/** Texts of the kernel's refusals, by libc, and names from errno(3). */
const refused =
  /operation not permitted|permission denied|read-only file ?system|\b(?:EPERM|EACCES|EROFS)\b|function not implemented|\bENOSYS\b/iu;

/**
 * True for a break that cannot be chance, so that a second trial would show nothing new. Either the container ended
 * with an error or hung before it was ready, was not killed, and logged a refusal that the original never logs; or a
 * command of the workload reports a refusal, and succeeds in the original.
 */
export function isCertain(trial: Trial, reference: Trial): boolean {
  const [life] = trial.lives;
  if (trial.outcome !== "breaks" || trial.limit !== undefined || life === undefined || trial.lives.length > 1)
    return false;
  if (life.oomKilled) return false;
  if (life.readyMs !== undefined) return life.steps.some(isRefusedCommand);
  if (life.stuck !== true && !endedWithError(life)) return false;
  const originalLines = new Set(reference.logShapes ?? []);
  return trial.logTail.some((line) => refused.test(line) && !originalLines.has(lineShape(line)));
}

/** Above 128, a signal killed it, which anyone may have sent. */
function endedWithError({ exitCode = 0 }: LifecycleOutcome): boolean {
  return exitCode > 0 && exitCode <= 128;
}

/** It has an exit code, so it ran to its end. */
function isRefusedCommand({ ok, status, problem }: StepOutcome): boolean {
  return !ok && status !== undefined && problem?.startsWith("exit code ") === true && refused.test(problem);
}
