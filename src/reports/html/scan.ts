import type { Remedy } from "../../domain/advisory/remedy.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Disagreement } from "../../domain/report/scanner-report.ts";
import type { AdvisorySeverity } from "../../domain/advisory/advisory.ts";
import { asideLines, sortedVulnerabilities, worth, type VulnerabilityRow } from "../content/vulnerability-rows.ts";
import { counted } from "../content/units.ts";
import { copyable } from "./copyable.ts";
import { table } from "./contents.ts";
import { html, type Content, type Html } from "./html.ts";

const tones = {
  critical: "bad",
  high: "bad",
  medium: "warning",
  unknown: "unsure",
  low: "neutral",
  negligible: "neutral",
} as const satisfies Record<AdvisorySeverity, string>;

/** What to do, the step that is worth most first. */
export function stepsPart(remedies: readonly Remedy[]): Html {
  return html`<ol class="list">
    ${remedies.map((remedy, index) => {
      const { title, command, notes, packages, kind } = remedy;
      const fixes = kind !== "none";
      return html`<li>
        <h3>${title}</h3>
        <p>
          <span class="badge ${remedy.severities.critical + remedy.severities.high > 0 ? "bad" : "warning"}"
            >${fixes ? "removes " : ""}${worth(remedy)}</span
          >
        </p>
        ${command === undefined ? undefined : copyable(`step-${index}`, "command", command)}
        <details>
          <summary>${counted(packages.length, "package")}</summary>
          ${table(
            ["package", "installed", fixes ? "to" : "why"],
            packages.map(({ name, purl, installed, to, reason }) => [
              html`<span title="${purl}">${name}</span>`,
              html`<code>${installed}</code>`,
              to === undefined ? reason : html`<code>${to}</code>`,
            ]),
          )}
          <p class="small">${remedy.flaws.join(", ")}</p>
        </details>
        ${notes.map((note) => html`<p class="soft small">${note}</p>`)}
      </li>`;
    })}
  </ol>`;
}

/** Vulnerability by vulnerability, the worst first; what someone set aside folds away. */
export function scannedPart(report: Report, all: boolean): Html {
  const { shown, hidden, suppressed } = sortedVulnerabilities(report, all);
  return html`${shown.length === 0 ? html`<p>None.</p>` : table(["severity", "vulnerability", "package", "installed", "fixed in", "where"], shown.map(vulnerabilityCells))}
  ${hidden === 0 ? undefined : html`<p class="soft">${counted(hidden, "negligible one")} only counted; the JSON report lists all.</p>`}
  ${
    suppressed.length === 0
      ? undefined
      : html`<details>
          <summary>${counted(suppressed.length, "vulnerability", "vulnerabilities")} set aside</summary>
          ${table(
            ["vulnerability", "why"],
            asideLines(suppressed).map(({ what, why }) => [what, why]),
          )}
        </details>`
  }`;
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
  place,
}: VulnerabilityRow): Content[] {
  return [
    html`<span class="badge ${tones[severity]}">${severity}</span><br /><span class="soft small"
        >${severitySource}</span
      >`,
    html`<span class="keep">${id}</span
      >${marks.length === 0 ? undefined : html`<br /><b class="small">${marks.join(", ")}</b>`}<br /><span class="small"
        >${title}</span
      >`,
    names.join(", "),
    html`<code>${installed}</code>`,
    "version" in fix ? html`<code>${fix.version}</code>` : fix.none,
    html`<span class="small">${place}</span>`,
  ];
}

/** Where other sources disagree with the advisories. */
export function comparisonPart({ crossCheck, scanners = [], scannersFailed = [] }: Report): Html | undefined {
  if (crossCheck === undefined && scanners.length + scannersFailed.length === 0) return undefined;
  const side = (title: string, all: readonly Disagreement[]) =>
    html`<details>
      <summary>${title}: ${all.length}</summary>
      ${table(
        ["vulnerability", "package", "why"],
        all.map(({ id, name, installed, why }) => [id, html`${name} <code>${installed}</code>`, why]),
      )}
    </details>`;
  return html`${
    crossCheck === undefined
      ? undefined
      : html`<p>
            Changelogs of pending updates and advisories agree on
            ${counted(crossCheck.agreed, "vulnerability", "vulnerabilities")}.
          </p>
          ${side("Only the advisories", crossCheck.onlyAdvisories)}${side("Only the changelogs", crossCheck.onlyChangelogs)}`
  }
  ${scanners.map(
    ({ scanner, version, agreed, onlyOurs, onlyTheirs, notes }) =>
      html`<h3>${scanner} ${version}</h3>
        <p>Agrees on ${counted(agreed, "vulnerability", "vulnerabilities")}.</p>
        ${side("Only hullproof", onlyOurs)}${side(`Only ${scanner}`, onlyTheirs)}
        ${notes.map((note) => html`<p class="soft small">${note}</p>`)}`,
  )}
  ${scannersFailed.map(
    ({ scanner, message, hint }) =>
      html`<h3>${scanner}</h3>
        <p>Not compared: ${message}</p>
        ${hint === undefined ? undefined : html`<p class="soft small">${hint}</p>`}`,
  )}`;
}

/** What the answers rest on. */
export function advisoriesPart({ advisories }: Report): Html {
  if (advisories === undefined)
    return html`<p>No advisories were there: vulnerabilities that no update's changelog names are unknown.</p>`;
  return html`${advisories.asOf === undefined ? undefined : html`<p>As of ${advisories.asOf}: statements published later are left out.</p>`}
  ${table(
    ["source", "date", "records", "license", "for"],
    advisories.sources.map(({ name, date, records, licence, attribution, shards }) => [
      name,
      date,
      records,
      html`${licence}${attribution === undefined ? undefined : html`<br /><span class="soft small">${attribution}</span>`}`,
      shards.join(", "),
    ]),
  )}`;
}
