import { severities, type Finding } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { agentLine } from "./content/agent-line.ts";
import { baselineSummary, onlyNew } from "./content/baseline-texts.ts";
import { tally } from "./content/chapters.ts";
import { notAnswered } from "./content/not-answered.ts";
import { tame } from "./content/tame.ts";
import type { Format } from "./format.ts";

export default {
  name: "agent",
  title: "One dense line a finding with the command that fixes it, for coding agents",
  suits: ["check", "audit"],
  syntax: "text",
  render: renderAgent,
} satisfies Format;

/** The most severe first: whoever reads may stop early. Beside a baseline what is new alone: the rest is a number. */
export function renderAgent(report: Report): string {
  const safe = tame(report);
  const { error, warning, info } = tally(safe.findings);
  const beside = baselineSummary(safe);
  const sorted = onlyNew(safe).findings.toSorted((one, other) => rank(one) - rank(other));
  return [
    `${[counted(error, "error"), counted(warning, "warning"), counted(info, "note")].join(", ")} in ${counted(safe.targets.length, "target")}`,
    ...(beside === undefined ? [] : [`baseline: ${beside}`]),
    ...sorted.map((finding) => agentLine(finding, safe)),
    ...notAnswered(safe).map((text) => text.replaceAll(/\s+/g, " ")),
    "",
  ].join("\n");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function rank({ severity }: Finding): number {
  return severities.indexOf(severity);
}
