import type { Finding, Severity } from "../../domain/finding/finding.ts";
import type { CheckedBuffer } from "../../pipeline/editor/check-buffer.ts";
import { joinRunConfiguration } from "../../reports/content/summary/run-configuration.ts";
import type { Json } from "../rpc/json.ts";
import type { Lines, Range } from "./positions.ts";

/** LSP 3.17, DiagnosticSeverity. */
const severities = { error: 1, warning: 2, info: 3 } as const satisfies Record<Severity, number>;

/** Maximum number of diagnostics per text; the number of omitted ones is reported. */
const mostShown = 1_000;

/** A finding of this text with its range. */
export interface ShownFinding {
  readonly finding: Finding;
  readonly range: Range;
}

export function shownFindings({ file, checked }: CheckedBuffer, lines: Lines): readonly ShownFinding[] {
  const starts = [0];
  for (let at = lines.text.indexOf("\n"); at !== -1; at = lines.text.indexOf("\n", at + 1)) starts.push(at + 1);
  // A report counts lines by LF only, an editor by CR as well.
  const place = (line: number, column: number) => lines.at((starts[line - 1] ?? lines.text.length) + column - 1);
  return joinRunConfiguration(checked.run.findings).flatMap((finding) => {
    const { location } = finding;
    if (!("file" in location) || location.file !== file) return [];
    const { startLine, startColumn, endLine, endColumn } = location;
    return [{ finding, range: { start: place(startLine, startColumn), end: place(endLine, endColumn) } }];
  });
}

/** Diagnostics for the editor: findings, and unchecked parts, which must not pass for clean. */
export function diagnosticsOf(findings: readonly ShownFinding[], { checked }: CheckedBuffer): readonly Json[] {
  const failed = checked.run.results.flatMap(({ verdict, reason = "a rule broke" }) =>
    verdict === "failed" ? [reason] : [],
  );
  const open = [...new Set([...failed, ...(checked.notChecked ?? [])])];
  const hiddenCount = findings.length - mostShown;
  return [
    ...findings.slice(0, mostShown).map(({ finding: { rule, severity, message }, range }) => ({
      range: { start: { ...range.start }, end: { ...range.end } },
      severity: severities[severity],
      code: rule,
      source: "hullproof",
      message,
    })),
    ...open.slice(0, 5).map((reason) => note(`not checked: ${reason}`)),
    ...(hiddenCount > 0 ? [note(`${hiddenCount} more findings: \`hullproof check\` lists them`)] : []),
  ];
}

/** A diagnostic for the whole text. */
export function note(message: string): Json {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return { range, severity: severities.info, code: "not-checked", source: "hullproof", message };
}
