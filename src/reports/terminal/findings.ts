import type { Evidence, Finding, Severity } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { chapters } from "../content/chapters.ts";
import { evidenceText, placeText } from "../content/place.ts";
import { counted } from "../content/units.ts";
import { barred, fit, hang, headline, quote, type Page } from "./page.ts";
import { withoutEnd } from "../../text/cut.ts";

const marks = {
  error: ["✖ error    ", "red"],
  warning: ["▲ warning  ", "yellow"],
  info: ["● note     ", "cyan"],
} as const satisfies Record<Severity, readonly [string, string]>;

/** Every finding, by practice. */
export function findingSections(report: Report, page: Page): string[] {
  return chapters(report)
    .filter((chapter) => chapter.findings.length > 0)
    .flatMap(({ title, summary, findings }) => [
      ...headline(page, title, summary),
      ...findings.flatMap((finding) => ["", ...findingLines(finding, page)]),
    ]);
}

function findingLines(finding: Finding, page: Page): string[] {
  const [mark, colour] = marks[finding.severity];
  const indent = " ".repeat(mark.length);
  const inText = "file" in finding.location;
  const place = inText ? placeText(finding.location) : `${finding.target}, ${placeText(finding.location)}`;
  const also = finding.also.length === 0 ? "" : ` · also ${finding.also.join(", ")}`;
  return [
    ...hang(page, mark, finding.message, "bold", colour),
    ...hang(page, indent, `${place} · ${finding.rule}${also}`, "dim"),
    ...finding.evidence.flatMap((one) => evidenceLines(one, finding, indent, page)),
    ...(finding.fix === undefined
      ? []
      : hang(page, `${indent}→ `, `${finding.fix.title} (${finding.fix.applicability} fix)`, "green", "green")),
  ];
}

function evidenceLines(evidence: Evidence, finding: Finding, indent: string, page: Page): string[] {
  const mark = `${indent}│ `;
  const { says, quote: quoted = "" } = evidenceText(evidence);
  if (evidence.kind !== "source") {
    const whole = quoted === "" ? says : `${says}: ${shortened(quoted)}`;
    return barred(page, mark, whole, "dim");
  }
  const { location } = finding;
  const { file, startLine } = evidence.location;
  // The finding's own line names the place already.
  const known = "file" in location && location.file === file && location.startLine === startLine;
  return [
    ...(known ? [] : barred(page, mark, says, "dim")),
    ...sourceLines(quoted, page.width - mark.length).flatMap((line) => quote(page, mark, line)),
  ];
}

/** At most 4 lines: enough to recognise the place, and the other formats keep the rest. */
function sourceLines(text: string, room: number): string[] {
  const lines = withoutEnd(text, "\n").split("\n");
  const more = lines.length > 4 ? [`… ${counted(lines.length - 4, "more line")}`] : [];
  return [...lines.slice(0, 4).map((line) => fit(line, room)), ...more];
}

function shortened(text: string): string {
  return fit(text.trim(), 240);
}
