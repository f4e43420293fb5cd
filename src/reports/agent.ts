import { severities, type Finding } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { agentLine } from "./content/agent-line.ts";
import { baselineSummary, onlyNew } from "./content/baseline-texts.ts";
import { tally } from "./content/practice-sections.ts";
import { notAnswered } from "./content/not-answered.ts";
import { escapeReport } from "./content/escape-report.ts";
import { isCheck } from "./content/check-result.ts";
import { restText } from "./content/summary/fit-groups.ts";
import { quotedText, type Place } from "./content/summary/rule-groups.ts";
import { summarize, type Summary } from "./content/summary/summary.ts";
import { viewTexts } from "./content/summary/view-texts.ts";
import type { Format, RenderOptions } from "./format.ts";

export default {
  name: "agent",
  title: "Dense lines with the command that fixes each rule's findings, for coding agents",
  suits: ["check", "audit"],
  syntax: "text",
  render: renderAgent,
} satisfies Format;

/** The most severe first, since a reader may stop early. With a baseline only new findings; the others are a count. */
export function renderAgent(
  report: Report,
  { view, invocation }: Pick<RenderOptions, "view" | "invocation"> = {},
): string {
  const safe = escapeReport(report);
  if (isCheck(safe) && view !== "long") {
    const summary = summarize(safe, { ...(invocation && { invocation }) });
    const lines = view === undefined ? groupLines(summary) : viewTexts(safe, view);
    const ends = summary.next.map((command) => `next: ${command}`);
    return [...headLines(safe, summary), ...lines, ...ends, ""].join("\n");
  }
  const { error, warning, info } = tally(safe.findings);
  const comparison = baselineSummary(safe);
  const sorted = onlyNew(safe).findings.toSorted((one, other) => rank(one) - rank(other));
  return [
    `${[countText(error, "error"), countText(warning, "warning"), countText(info, "note")].join(", ")} in ${countText(safe.targets.length, "target")}`,
    ...(comparison === undefined ? [] : [`baseline: ${comparison}`]),
    ...sorted.map((finding) => agentLine(finding, safe)),
    ...notAnswered(safe).map((text) => text.replaceAll(/\s+/g, " ")),
    "",
  ].join("\n");
}

function headLines(report: Report, { result, skipped, read, unread }: Summary): string[] {
  const baseline = baselineSummary(report);
  return [
    [result.text, skipped].filter(Boolean).join("; "),
    `read: ${read}`,
    ...(baseline === undefined ? [] : [`baseline: ${baseline}`]),
    ...unread.map((text) => `not read: ${text.replaceAll(/\s+/g, " ")}`),
  ];
}

function groupLines({ groups, notes, runConfiguration: block }: Summary): string[] {
  const heads = groups.toReversed().flatMap((group) => {
    const { severity, rule, title, findings, fixCommand, listed } = group;
    const remainder = restText(group, maxNames);
    return [
      `${severity} ${rule} ${findings.length === 1 ? "" : `(${findings.length}) `}${title}${fixCommand === undefined ? "" : `; fix: ${fixCommand}`}`,
      ...listed.map((place) => `  ${placeLine(place)}`),
      ...(remainder === undefined ? [] : [`  ${remainder}`]),
    ];
  });
  return [
    ...heads,
    ...(notes.length === 0 ? [] : [`notes: ${notes.map(({ rule, count }) => `${rule} ${count}`).join(", ")}`]),
    ...(block === undefined ? [] : [`run configuration: ${block.headline}; not set: ${block.lacks.join(", ")}`]),
    ...(block?.commands ?? []).map(({ command, what }) => `  ${command} (${what})`),
  ];
}

/** Files of the places that are not listed. */
const maxNames = 3;

function placeLine(place: Place): string {
  const container = place.container === undefined ? "" : `[${place.container}]`;
  return [`${place.file}${place.line}`, container, quotedText(place)].filter((one) => one !== "").join(" ");
}

function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function rank({ severity }: Finding): number {
  return severities.indexOf(severity);
}
