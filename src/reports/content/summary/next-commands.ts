import type { Report } from "../../../domain/report/report.ts";
import type { FittedGroup } from "./fit-groups.ts";
import type { Invocation } from "./invocation.ts";

/** Follow-up commands, the most useful first: unlisted errors, safe fixes, the most severe rule, everything. */
export function nextCommands(
  { findings }: Pick<Report, "findings">,
  groups: readonly FittedGroup[],
  { program, targets, flags }: Invocation,
): readonly string[] {
  if (findings.length === 0) return [];
  const check = (...own: readonly string[]) => [program, "check", ...own, ...flags, ...targets].join(" ");
  const hidesErrors = groups.some(
    ({ severity, listed, places }) => severity === "error" && listed.length < places.length,
  );
  const topGroup = groups.at(-1);
  return [
    ...(hidesErrors ? [check("--long --severity error")] : []),
    ...(findings.some(({ fix }) => fix?.applicability === "safe")
      ? [[program, "fix", ...(targets.length > 0 ? targets : ["."])].join(" ")]
      : []),
    ...(topGroup === undefined ? [] : [check(`--rule ${topGroup.rule}`)]),
    check("--long"),
  ];
}
