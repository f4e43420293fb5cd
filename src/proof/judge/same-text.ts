import type { Trial } from "../../domain/workload/trial.ts";

/** What was compared in trials that passed, and how it is known that nothing ran out. */
export function sameText(trials: readonly Trial[]): string {
  const methods = new Set(trials.map(({ watched = "none" }) => watched));
  const how = methods.has("none")
    ? "whether anything ran out could not be seen"
    : methods.has("sampled")
      ? "nothing ran out beyond what does in the original (counted, and sampled)"
      : "nothing ran out beyond what does in the original (counted and traced)";
  const lines = new Set(trials.flatMap(({ complaints = [] }) => complaints)).size;
  const log =
    lines === 0
      ? "same answers, log lines and exit codes"
      : `same answers and exit codes, ${lines} new log line${lines === 1 ? "" : "s"} without consequence`;
  return `${log}; ${how}`;
}
