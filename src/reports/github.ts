import type { Finding, Severity } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { onlyNew } from "./content/baseline-texts.ts";
import { findingPlace } from "./content/finding-place.ts";
import { shownRemedies, remedyEffect } from "./content/vulnerability-rows.ts";
import { placeText } from "./content/place.ts";
import { withoutSummaries } from "./content/scan-verdict.ts";
import { escapeReport } from "./content/escape-report.ts";
import { unanswered, unreadTexts } from "./content/unanswered.ts";
import { reportVerdict } from "./content/verdict.ts";
import type { Format, RenderOptions } from "./format.ts";

export default {
  name: "github",
  title: "Annotations of a GitHub workflow",
  suits: ["check", "scan", "audit"],
  syntax: "commands",
  render: renderGithub,
} satisfies Format;

const levels = { error: "error", warning: "warning", info: "notice" } as const satisfies Record<Severity, string>;

/**
 * Maximum annotations that GitHub keeps per level and step; it drops the rest silently.
 * https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations
 */
const mostOfLevel = 10;

/**
 * Workflow commands, one per line: GitHub shows them at the lines of a pull request and on the page of the run. It
 * keeps ten per level and step, so the most severe come first, the others become log lines, and a scan has one for
 * each remediation step, not for each vulnerability.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderGithub(report: Report, options: Pick<RenderOptions, "all"> = {}): string {
  const safe = escapeReport(report);
  const order = ["error", "warning", "info"];
  const findings = onlyNew(withoutSummaries(safe)).findings.toSorted(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity),
  );
  const steps = shownRemedies(safe, options.all === true).filter(({ kind }) => kind !== "none");
  const { word, sentence, detail } = reportVerdict(safe);
  const open = [
    ...unanswered(safe.rules).map(({ verdict, reason }) => `${verdict}: ${reason}`),
    ...unreadTexts(safe).map((text) => `not checked: ${text}`),
  ];
  const annotations = [
    ...steps.map((step): Annotation => {
      const { critical, high } = step.severities;
      const level = step.exploited + critical + high > 0 ? "error" : "warning";
      const text = [`removes ${remedyEffect(step)}`, step.command ?? "", ...step.notes].filter((one) => one !== "");
      return { level, properties: { title: step.title }, text: text.join("\n") };
    }),
    ...findings.map((finding) => annotation(finding, safe)),
  ];
  const notices: readonly Annotation[] =
    open.length === 0 ? [] : [{ level: "notice", properties: { title: "Not checked" }, text: open.join("\n") }];
  const { shown, beyond } = withinLimits(annotations, mostOfLevel - notices.length - 1);
  const overflowNote =
    beyond.length === 0 ? "" : `${beyond.length} more in the log of this step, since GitHub shows 10 of each level`;
  const answer = [sentence, detail, overflowNote].filter((one) => one !== "").join("\n");
  const lines = [
    ...[...shown, ...notices].map(command),
    ...beyond.map(plainLine),
    command({ level: "notice", properties: { title: `hullproof: ${word}` }, text: answer }),
  ];
  return `${lines.join("\n")}\n`;
}

interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly properties: Readonly<Record<string, string | number>>;
  readonly text: string;
}

/** The first annotations of each level; reserves room for our own `notices`. */
function withinLimits(annotations: readonly Annotation[], notices: number) {
  const counts = { error: mostOfLevel, warning: mostOfLevel, notice: notices };
  const [visible, beyond]: [Annotation[], Annotation[]] = [[], []];
  for (const one of annotations) (counts[one.level]-- > 0 ? visible : beyond).push(one);
  return { shown: visible, beyond };
}

function annotation(finding: Finding, report: Report): Annotation {
  const { severity, rule, message, location, target, fix } = finding;
  const text = fix === undefined ? message : `${message}\nfix (${fix.applicability}): ${fix.title}`;
  const level = levels[severity];
  if (!("file" in location))
    return { level, properties: { title: rule }, text: `${target}, ${placeText(location)}: ${text}` };
  const { at } = findingPlace(finding, report);
  // Output of helm or kustomize: its lines are in no file.
  if (at.file !== location.file)
    return { level, properties: { file: at.file, line: 1, title: rule }, text: `${placeText(location)}: ${text}` };
  const { file, startLine, endLine, startColumn, endColumn } = location;
  // Columns count within one line.
  const columns = startLine === endLine ? { col: startColumn, endColumn } : {};
  return { level, properties: { file, line: startLine, endLine, ...columns, title: rule }, text };
}

function plainLine({ level, properties: { file, line, title = "" }, text }: Annotation): string {
  const place = file === undefined ? "" : `${file}:${line}: `;
  return `${level}: ${place}${text} (${title})`.replaceAll(/[\r\n]+/g, " ");
}

/** A command ends with its line, and its properties with commas and colons: all of them are escaped. */
function command({ level, properties, text }: Annotation): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${level} ${list.join(",")}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
