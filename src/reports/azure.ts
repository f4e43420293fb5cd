import type { Report } from "../domain/report/report.ts";
import { onlyNew } from "./content/baseline-texts.ts";
import { findingPlace } from "./content/finding-place.ts";
import { notAnswered } from "./content/not-answered.ts";
import { escapeReport } from "./content/escape-report.ts";
import { reportVerdict } from "./content/verdict.ts";
import type { Format } from "./format.ts";

export default {
  name: "azure",
  title: "Issues of an Azure pipeline",
  suits: ["check", "audit"],
  syntax: "issues",
  render: renderAzure,
} satisfies Format;

/**
 * Logging commands, one per line: a pipeline lists them with file and line. Only errors and warnings exist, so an
 * info is a plain line.
 * https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands#logissue-log-an-error-or-warning
 */
export function renderAzure(report: Report): string {
  const safe = escapeReport(report);
  const lines = onlyNew(safe).findings.map((finding) => {
    const { at, within } = findingPlace(finding, safe);
    const { rule, severity, message } = finding;
    const text = within === undefined ? message : `${within}: ${message}`;
    if (severity === "info") return oneLine(`info: ${at.file}:${at.startLine}: ${text} (${rule})`);
    const properties = {
      type: severity,
      sourcepath: at.file,
      linenumber: at.startLine,
      columnnumber: at.startColumn,
      code: rule,
    };
    return command(properties, text);
  });
  const open = notAnswered(safe).map((text) => command({ type: "warning" }, text));
  const { word, sentence } = reportVerdict(safe);
  return `${[...lines, ...open, oneLine(`${word}: ${sentence}`)].join("\n")}\n`;
}

/**
 * The inverse of the agent's decoding: a property ends at `;` or `]`, a command at its line end, and `%` starts an
 * escape (CommandStringConvertor of azure-pipelines-agent).
 */
function command(properties: Readonly<Record<string, string | number>>, text: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `##vso[task.logissue ${list.join(";")}]${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%AZP25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(";", "%3B").replaceAll("]", "%5D");
}

function oneLine(text: string): string {
  return text.replaceAll("\n", " ");
}
