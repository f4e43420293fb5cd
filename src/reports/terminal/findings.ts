import { severities, type Evidence, type Finding, type Severity } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { fixLabel } from "../content/fix-label.ts";
import { practiceSections } from "../content/practice-sections.ts";
import { evidenceText, placeText } from "../content/place.ts";
import { frame, gutterOf } from "./frame.ts";
import { fit, hang, headline, type Page } from "./page.ts";

const marks = {
  error: ["✖ error    ", "red"],
  warning: ["▲ warning  ", "yellow"],
  info: ["● note     ", "cyan"],
} as const satisfies Record<Severity, readonly [string, string]>;

/** Every finding, by practice; the most severe is the last, nearest to the prompt. */
export function findingSections(report: Report, page: Page): string[] {
  return practiceSections(report)
    .map((chapter) => ({
      ...chapter,
      findings: chapter.findings.toSorted((one, other) => mildness(other) - mildness(one)),
    }))
    .filter(({ findings }) => findings.length > 0)
    .toSorted((one, other) => mildness(other.findings.at(-1)) - mildness(one.findings.at(-1)))
    .flatMap(({ title, summary, findings }) => [
      ...headline(page, title, summary),
      ...findings.flatMap((finding) => ["", ...findingLines(finding, page)]),
    ]);
}

function mildness(finding: Finding | undefined): number {
  return finding === undefined ? severities.length : severities.indexOf(finding.severity);
}

/** One finding with its evidence. */
export function findingLines(finding: Finding, page: Page): string[] {
  const [mark, colour] = marks[finding.severity];
  const indent = " ".repeat(mark.length);
  const inText = "file" in finding.location;
  const place = inText ? placeText(finding.location) : `${finding.target}, ${placeText(finding.location)}`;
  const of = finding.container === undefined ? "" : ` · ${finding.container}`;
  const also = finding.also.length === 0 ? "" : ` · also ${finding.also.join(", ")}`;
  const gutter = gutterOf(finding.evidence.filter((one) => one.kind === "source"));
  return [
    ...hang(page, mark, finding.message, "bold", colour),
    ...linked(hang(page, indent, `${place}${of} · ${finding.rule}${also}`, "dim"), place, finding.location, page),
    ...finding.evidence.flatMap((one) => evidenceLines(one, finding, { page, before: indent, gutter })),
    ...(finding.fix === undefined
      ? []
      : hang(
          page,
          `${indent}${edge(gutter)}→ `,
          `${finding.fix.title} (${fixLabel(finding.fix.applicability)})`,
          "green",
          "green",
        )),
  ];
}

/** The place links to its line, if it fits on one line. */
function linked(lines: readonly string[], place: string, location: Finding["location"], { link }: Page): string[] {
  if (link === undefined || !("file" in location)) return [...lines];
  const { file, startLine } = location;
  return lines.map((line, index) => (index === 0 ? line.replace(place, () => link(file, startLine, place)) : line));
}

/** Notes are aligned with the bar of the source frame. */
function edge(gutter: number): string {
  return gutter === 0 ? "" : " ".repeat(gutter + 1);
}

function evidenceLines(
  evidence: Evidence,
  { location }: Finding,
  style: { readonly page: Page; readonly before: string; readonly gutter: number },
): string[] {
  const { page, before, gutter } = style;
  const mark = `${before}${edge(gutter)}= `;
  const { says, quote: quoted = "" } = evidenceText(evidence);
  if (evidence.kind !== "source")
    return hang(page, mark, quoted === "" ? says : `${says}: ${shortened(quoted)}`, "dim", "dim");
  const { file, startLine, endLine } = evidence.location;
  // The finding's own line already names the place.
  const isInFindingLine =
    "file" in location && location.file === file && location.startLine >= startLine && location.startLine <= endLine;
  return [...(isInFindingLine ? [] : hang(page, mark, says, "dim", "dim")), ...frame(evidence, location, style)];
}

function shortened(text: string): string {
  return fit(text.trim(), 240);
}
