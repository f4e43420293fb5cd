import type { Trial } from "../../domain/workload/trial.ts";

const maxQuoted = 3;

/** Comparison of trials that passed, and the evidence that no resource ran out. */
export function sameText(trials: readonly Trial[]): string {
  const methods = new Set(trials.map(({ watched = "none" }) => watched));
  const method = methods.has("none")
    ? "whether anything ran out could not be seen"
    : methods.has("sampled")
      ? "nothing ran out beyond what does in the original (counted, and sampled)"
      : "nothing ran out beyond what does in the original (counted and traced)";
  return `${logText(trials)}; ${filesText(trials)}; ${method}`;
}

/** Quotes lines that the original does not log: their complaints are lost otherwise. */
function logText(trials: readonly Trial[]): string {
  const lines = [...new Set(trials.flatMap(({ complaints = [] }) => complaints))];
  if (lines.length === 0) return "same answers, log lines and exit codes";
  const quoted = lines.slice(0, maxQuoted).map((line) => `"${line}"`);
  const moreText = lines.length > maxQuoted ? ` and ${lines.length - maxQuoted} more` : "";
  return `same answers and exit codes, new log line${lines.length === 1 ? "" : "s"} ${quoted.join(", ")}${moreText}`;
}

function filesText(trials: readonly Trial[]): string {
  const files = trials.find(({ filesNotCompared }) => filesNotCompared !== undefined)?.filesNotCompared;
  if (files !== undefined) return `owners and modes of files were not compared (${files})`;
  const acls = trials.find(({ aclsNotCompared }) => aclsNotCompared !== undefined)?.aclsNotCompared;
  return acls === undefined
    ? "same owners, modes, ACLs and capabilities of files"
    : `same owners and modes of files, without ACLs and capabilities (${acls})`;
}
