import type { Finding } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { findingPlace } from "./finding-place.ts";
import { fixCommand } from "./fix-command.ts";

/** A finding on one line, for a reader that pays per word: place, severity, rule, message, and the fix command. */
export function agentLine(finding: Finding, report: Report): string {
  const { at, within } = findingPlace(finding, report);
  const { rule, severity, message, fix, location } = finding;
  const of = within === undefined ? "" : ` [${within}]`;
  const command =
    fix === undefined || !("file" in location)
      ? ""
      : `; fix (${fix.applicability}): ${fixCommand(rule, fix.applicability, location.file)}`;
  return `${at.file}:${at.startLine}:${at.startColumn} ${severity} ${rule}${of} ${message.replaceAll(/\s+/g, " ")}${command}`;
}
