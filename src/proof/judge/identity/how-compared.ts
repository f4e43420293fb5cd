import type { Trial } from "../../../domain/workload/trial.ts";

/** What was looked at of a container's processes in its trials, and what was not: for whoever reads a verdict. */
export function howCompared({ lives, traced }: Pick<Trial, "lives" | "traced">): string {
  const method = lives.map(({ processes }) => processes?.method).find((one) => one !== undefined);
  const followed = traced !== undefined && "kinds" in traced;
  const moments = "once ready, after each step and before the stop";
  const reason = traced !== undefined && "reason" in traced ? ` (${traced.reason})` : "";
  if (method === "proc") {
    const all = `ids, groups, root directory, capabilities, no-new-privileges and filters of each process were compared ${moments}`;
    return followed
      ? `${all}; in between, ids, groups, root directory and securebits by the calls that changed them, not capabilities`
      : `${all}; what lived in between and securebits were not looked at${reason}`;
  }
  if (method === "top")
    return `only ids and groups of each process were compared, ${moments}, as the engine's ps tells them; root directories, capabilities, no-new-privileges, filters, securebits and what lived in between were not looked at`;
  return followed
    ? "ids, groups, root directory and securebits of each process were compared by the calls that changed them; capabilities were not looked at"
    : `as what its processes run was not looked at${reason}`;
}
