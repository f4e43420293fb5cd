import type { Trial } from "../../domain/workload/trial.ts";
import { lineShape } from "./shape.ts";

/** How the kernel's refusals read, in the words of libc and the names of errno(3). */
const refused =
  /operation not permitted|permission denied|read-only file ?system|\b(?:EPERM|EACCES|EROFS)\b|function not implemented|\bENOSYS\b/iu;

/**
 * True for a break that chance cannot make, so that a second run would tell nothing new: the container ended by itself with an error
 * before it was ready, was not killed, and says in words that the original never says that something was refused to it.
 */
export function isCertain(trial: Trial, reference: Trial): boolean {
  const [life] = trial.lives;
  if (trial.outcome !== "breaks" || trial.limit !== undefined || life === undefined || trial.lives.length > 1)
    return false;
  if (life.readyMs !== undefined || life.oomKilled || (life.exitCode ?? 0) === 0) return false;
  // Above 128 it died of a signal: someone may have sent it.
  if ((life.exitCode ?? 0) > 128) return false;
  const known = new Set(reference.logShapes ?? []);
  return trial.logTail.some((line) => refused.test(line) && !known.has(lineShape(line)));
}
