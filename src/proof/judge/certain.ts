import type { LifeOutcome, StepOutcome, Trial } from "../../domain/workload/trial.ts";
import { lineShape } from "./shape.ts";

/** How the kernel's refusals read, in the words of libc and the names of errno(3). */
const refused =
  /operation not permitted|permission denied|read-only file ?system|\b(?:EPERM|EACCES|EROFS)\b|function not implemented|\bENOSYS\b/iu;

/**
 * True for a break that chance cannot make, so that a second run would tell nothing new. Before it was ready the container ended by itself with an
 * error or came to stand still, was not killed, and says in words that the original never says that something was refused to it; or a command
 * of the workload says so, and fails where it succeeds in the original.
 */
export function isCertain(trial: Trial, reference: Trial): boolean {
  const [life] = trial.lives;
  if (trial.outcome !== "breaks" || trial.limit !== undefined || life === undefined || trial.lives.length > 1)
    return false;
  if (life.oomKilled) return false;
  if (life.readyMs !== undefined) return life.steps.some(isRefusedCommand);
  if (life.stuck !== true && !endedWithError(life)) return false;
  const known = new Set(reference.logShapes ?? []);
  return trial.logTail.some((line) => refused.test(line) && !known.has(lineShape(line)));
}

/** Above 128 it died of a signal: someone may have sent it. */
function endedWithError({ exitCode = 0 }: LifeOutcome): boolean {
  return exitCode > 0 && exitCode <= 128;
}

/** It has an exit code, so that it ran to its end. */
function isRefusedCommand({ ok, status, problem }: StepOutcome): boolean {
  return !ok && status !== undefined && problem?.startsWith("exit code ") === true && refused.test(problem);
}
