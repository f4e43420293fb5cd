import type { Finding, Severity } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { onlyNew } from "./content/baseline-texts.ts";
import { shownRemedies, worth } from "./content/vulnerability-rows.ts";
import { placeText } from "./content/place.ts";
import { withoutSummaries } from "./content/scan-verdict.ts";
import { tame } from "./content/tame.ts";
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
 * Workflow commands, one a line: GitHub shows them at the lines of a pull request and on the page of the run. It keeps ten of each level in a step,
 * so the gravest come first, and a scan has one for each step that fixes vulnerabilities, not for each vulnerability.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderGithub(report: Report, options: Pick<RenderOptions, "all"> = {}): string {
  const safe = tame(report);
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
  const lines = [
    ...steps.map((step) => {
      const { critical, high } = step.severities;
      const level = step.exploited + critical + high > 0 ? "error" : "warning";
      const text = [`removes ${worth(step)}`, step.command ?? "", ...step.notes].filter((one) => one !== "");
      return command(level, { title: step.title }, text.join("\n"));
    }),
    ...findings.map(annotation),
    ...(open.length === 0 ? [] : [command("notice", { title: "Not checked" }, open.join("\n"))]),
    command("notice", { title: `hullproof: ${word}` }, [sentence, detail].filter((one) => one !== "").join("\n")),
  ];
  return `${lines.join("\n")}\n`;
}

function annotation({ severity, rule, message, location, target, fix }: Finding): string {
  const text = fix === undefined ? message : `${message}\nfix (${fix.applicability}): ${fix.title}`;
  if (!("file" in location))
    return command(levels[severity], { title: rule }, `${target}, ${placeText(location)}: ${text}`);
  const { file, startLine, endLine, startColumn, endColumn } = location;
  // Columns count within one line.
  const columns = startLine === endLine ? { col: startColumn, endColumn } : {};
  return command(levels[severity], { file, line: startLine, endLine, ...columns, title: rule }, text);
}

/** A command ends with its line, and its properties with commas and colons: none of them gets through. */
function command(level: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${level} ${list.join(",")}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
