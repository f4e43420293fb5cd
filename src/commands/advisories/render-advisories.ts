import type { AdvisoryReport } from "../../domain/advisory-report.ts";
import { renderAdvisoryJson } from "../../reports/advisory-report-schema.ts";
import { renderAdvisoryTerminal } from "../../reports/advisory-terminal.ts";
import type { CliContext } from "../cli-context.ts";

export function renderAdvisories(
  { stdout }: Pick<CliContext, "stdout">,
  report: AdvisoryReport,
  { format, output }: { readonly format: string; readonly output?: string },
): string {
  if (format === "json") return renderAdvisoryJson(report);
  return renderAdvisoryTerminal(report, { colour: output === undefined && stdout.colour, width: stdout.columns });
}
