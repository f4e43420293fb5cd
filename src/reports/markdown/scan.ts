import type { Remedy } from "../../domain/advisory/remedy.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Disagreement } from "../../domain/report/scanner-report.ts";
import {
  asideLines,
  shownRemedies,
  sortedVulnerabilities,
  remedyEffect,
  type VulnerabilityRow,
} from "../content/vulnerability-rows.ts";
import { countText } from "../content/units.ts";
import { code, fenced, prose, table } from "../content/markdown-text.ts";

/** A comment of a pull request holds 65,536 characters. */
const maxRows = 200;

/** Remediation steps, then the vulnerabilities, then other sources. */
export function scanBlocks(report: Report, withNegligible: boolean): string[] {
  const { remedies } = report;
  if (remedies === undefined) return [];
  const { shown, hidden, suppressed } = sortedVulnerabilities(report, withNegligible);
  return [
    ...stepBlocks(shownRemedies(report, withNegligible)),
    ...(shown.length === 0
      ? []
      : [
          `## Vulnerabilities: ${new Set(shown.map(({ id }) => id)).size}`,
          table(
            ["severity", "id", "package", "installed", "fixed in", "", "title"],
            shown.slice(0, maxRows).map(vulnerabilityCells),
          ),
        ]),
    ...(shown.length > maxRows ? [`${shown.length - maxRows} more are in the JSON report.`] : []),
    ...(hidden === 0 ? [] : [`${countText(hidden, "negligible one")} only counted.`]),
    ...(suppressed.length === 0
      ? []
      : [
          "## Suppressed",
          asideLines(suppressed)
            .map(({ what, why }) => `- ${prose(what)}: ${prose(why)}`)
            .join("\n"),
        ]),
    ...comparisonBlocks(report),
    ...advisoryBlocks(report),
  ];
}

function stepBlocks(remedies: readonly Remedy[]): string[] {
  if (remedies.length === 0) return [];
  return [
    "## What to do",
    ...remedies.map((remedy) => {
      const { title, command, notes, packages, kind } = remedy;
      const removes = kind === "none" ? "" : "removes ";
      const cells = packages
        .slice(0, maxRows)
        .map(({ name, installed, to, reason = "" }) => [
          code(name),
          code(installed),
          to === undefined ? prose(reason) : code(to),
        ]);
      return [
        `### ${prose(title)}`,
        prose(`${removes}${remedyEffect(remedy)}`),
        ...(command === undefined ? [] : [fenced("sh", command)]),
        table(["package", "installed", kind === "none" ? "why" : "to"], cells),
        ...(notes.length === 0 ? [] : [notes.map((note) => `- ${prose(note)}`).join("\n")]),
      ].join("\n\n");
    }),
  ];
}

function vulnerabilityCells({
  severity,
  severitySource,
  id,
  names,
  installed,
  fix,
  marks,
  title,
}: VulnerabilityRow): string[] {
  return [
    `${severity === "critical" || severity === "high" ? `**${severity}**` : severity} ${prose(`(${severitySource})`)}`,
    code(id),
    prose(names.join(", ")),
    code(installed),
    "version" in fix ? code(fix.version) : prose(fix.none),
    prose(marks.join(", ")),
    prose(title),
  ];
}

function comparisonBlocks({ crossCheck, scanners = [], scannersFailed = [] }: Report): string[] {
  const lines = (title: string, disagreements: readonly Disagreement[]) => [
    prose(`${title}: ${disagreements.length}`),
    ...disagreements
      .slice(0, maxRows)
      .map(({ id, name, installed, why }) => `- ${code(id)} ${code(`${name} ${installed}`)}: ${prose(why)}`),
  ];
  return [
    ...(crossCheck === undefined
      ? []
      : [
          `## Advisories against changelogs: ${crossCheck.agreed} agree`,
          lines("Only the advisories", crossCheck.onlyAdvisories).join("\n"),
          lines("Only the changelogs", crossCheck.onlyChangelogs).join("\n"),
        ]),
    ...scanners.flatMap(({ scanner, version, agreed, onlyOurs, onlyTheirs, notes }) => [
      `## ${prose(`Compared with ${scanner} ${version}`)}: ${agreed} agree`,
      lines("Only hullproof", onlyOurs).join("\n"),
      lines(`Only ${scanner}`, onlyTheirs).join("\n"),
      ...notes.map((note) => prose(note)),
    ]),
    ...scannersFailed.flatMap(({ scanner, message, hint }) => [
      `## ${prose(`Not compared with ${scanner}`)}`,
      prose(message),
      ...(hint === undefined ? [] : [prose(hint)]),
    ]),
  ];
}

function advisoryBlocks({ advisories }: Report): string[] {
  if (advisories === undefined)
    return ["No advisories were there: vulnerabilities that no update's changelog names are unknown."];
  const rows = advisories.sources.map(({ name, date, records, licence, attribution = "", shards }) => [
    prose(name),
    prose(date),
    String(records),
    prose(licence),
    prose(attribution),
    prose(shards.join(", ")),
  ]);
  return [
    `## What this rests on${advisories.date === undefined ? "" : `: data of ${prose(advisories.date)}`}`,
    ...(advisories.asOf === undefined
      ? []
      : [`As of ${prose(advisories.asOf)}: statements published later are left out.`]),
    ...(rows.length === 0 ? [] : [table(["source", "date", "records", "license", "attribution", "shards"], rows)]),
  ];
}
