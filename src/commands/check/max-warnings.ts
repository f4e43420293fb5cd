import type { Report } from "../../domain/report/report.ts";
import { countText } from "../../reports/content/units.ts";
import type { CliContext } from "../cli-context.ts";

export const maxWarningsFlag = {
  kind: "parsed",
  parse: (text: string) => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new SyntaxError(`${JSON.stringify(text)} is no number of warnings`);
  },
  brief: "Exit 1 when there are more warnings than this.",
  optional: true,
  placeholder: "N",
} as const;

/** Whether there are more new warnings than allowed. Reports it on stderr, since no single finding explains the exit code. */
export function exceedsWarnings(cli: CliContext, { findings }: Pick<Report, "findings">, max = Infinity): boolean {
  const count = findings.filter(({ severity, state }) => severity === "warning" && state !== "same").length;
  if (count <= max) return false;
  cli.process.stderr.write(`hullproof: ${countText(count, "warning")}, more than --max-warnings ${max}\n`);
  return true;
}
