import type { Trial } from "../../../domain/workload/trial.ts";

/**
 * Which aspects of a container's processes were compared in its trials, and which were not: for readers of a verdict.
 */
export function howCompared({ lives, traced }: Pick<Trial, "lives" | "traced">): string {
  const method = lives.map(({ processes }) => processes?.method).find((one) => one !== undefined);
  const followed = traced !== undefined && "kinds" in traced;
  const moments = "once ready, after each step and before the stop";
  const reason = traced !== undefined && "reason" in traced ? ` (${traced.reason})` : "";
  if (method === "proc") {
    const comparedText = `ids, groups, root directory, capabilities, no-new-privileges and filters of each process were compared ${moments}`;
    return followed
      ? `${comparedText}; in between, ids, groups, root directory and securebits by the calls that changed them, not capabilities`
      : `${comparedText}; what lived in between and securebits were not looked at${reason}`;
  }
  if (method === "top")
    return `only ids and groups of each process were compared, ${moments}, as the engine's ps tells them; root directories, capabilities, no-new-privileges, filters, securebits and what lived in between were not looked at`;
  return followed
    ? "ids, groups, root directory and securebits of each process were compared by the calls that changed them; capabilities were not looked at"
    : `as what its processes run was not looked at${reason}`;
}
