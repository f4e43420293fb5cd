import type { AdvisoryReport } from "../../domain/advisory/advisory-report.ts";
import { renderAdvisoryJson } from "../../reports/advisory-report-schema.ts";
import { renderAdvisoryTerminal } from "../../reports/advisory-terminal.ts";
import type { Document } from "../../reports/format.ts";
import type { CliContext } from "../cli-context.ts";

export function renderAdvisories(
  { stdout }: Pick<CliContext, "stdout">,
  report: AdvisoryReport,
  { format, output }: { readonly format: string; readonly output?: string },
): Document {
  if (format === "json") return { text: renderAdvisoryJson(report), syntax: "json" };
  const colour = output === undefined && stdout.colour;
  return { text: renderAdvisoryTerminal(report, { colour, width: stdout.columns }), syntax: "text" };
}
