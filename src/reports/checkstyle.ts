import type { Report } from "../domain/report/report.ts";
import { findingPlace } from "./content/finding-place.ts";
import { notAnswered } from "./content/not-answered.ts";
import { escapeReport } from "./content/escape-report.ts";
import { xmlText } from "./content/xml-text.ts";
import type { Format } from "./format.ts";

export default {
  name: "checkstyle",
  title: "Checkstyle XML, which most CI systems and editors read",
  suits: ["check", "audit"],
  syntax: "markup",
  render: renderCheckstyle,
} satisfies Format;

interface Row {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Checkstyle uses the same severities: `error`, `warning`, `info`. */
  readonly severity: string;
  readonly message: string;
  readonly source: string;
}

/** A `file` for each text with an `error` for each finding (checkstyle's XMLLogger). Unchecked parts are `info` entries of a pseudo file. */
export function renderCheckstyle(report: Report): string {
  const safe = escapeReport(report);
  const findings = safe.findings.map((finding): Row => {
    const { at, within } = findingPlace(finding, safe);
    const { rule, severity, message, fix } = finding;
    const description = fix === undefined ? message : `${message} (fix, ${fix.applicability}: ${fix.title})`;
    return {
      file: at.file,
      line: at.startLine,
      column: at.startColumn,
      severity,
      message: within === undefined ? description : `${within}: ${description}`,
      source: `hullproof.${rule}`,
    };
  });
  const open = notAnswered(safe).map((message): Row => ({
    file: "not checked",
    line: 1,
    column: 1,
    severity: "info",
    message,
    source: "hullproof.not-checked",
  }));
  const files = Map.groupBy([...findings, ...open], ({ file }) => file);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<checkstyle version="8.0">',
    ...[...files].flatMap(([file, rows]) => [
      `  <file name="${xmlText(file)}">`,
      ...rows.map(
        ({ line, column, severity, message, source }) =>
          `    <error line="${line}" column="${column}" severity="${severity}" message="${xmlText(message)}" source="${xmlText(source)}"/>`,
      ),
      "  </file>",
    ]),
    "</checkstyle>",
    "",
  ].join("\n");
}
