import type { AdvisorySeverity } from "../../domain/advisory/advisory.ts";
import type { Remedy } from "../../domain/advisory/remedy.ts";
import type { Report } from "../../domain/report/report.ts";
import { asideLines, percent, sortedVulnerabilities, type VulnerabilityRow } from "../content/vulnerability-rows.ts";
import { counted } from "../content/units.ts";
import { table } from "./contents.ts";
import { html, type Html } from "./html.ts";

const tones = {
  critical: "bad",
  high: "bad",
  medium: "warning",
  unknown: "unsure",
  low: "neutral",
  negligible: "neutral",
} as const satisfies Record<AdvisorySeverity, string>;

/** The worst first, as rows are sorted by it. */
const severities = Object.keys(tones) as AdvisorySeverity[];
/** A browser draws a block of rows when it comes into sight: https://www.w3.org/TR/css-contain-2/#content-visibility */
const rowsInBlock = 100;

/** Vulnerabilities by what fixes them, the step that is worth most first; what someone set aside folds away. */
export function scannedPart(report: Report, all: boolean): Html {
  const { shown, hidden, suppressed } = sortedVulnerabilities(report, all);
  return html`${shown.length === 0 ? html`<p>None.</p>` : html`${filterBar()}${groupsPart(shown, report.remedies ?? [])}`}
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

/** Works with the script only, which shows it. */
function filterBar(): Html {
  const box = (id: string, label: string) => html`<label><input type="checkbox" id="rows-${id}" /> ${label}</label>`;
  return html`<div id="row-filter" class="map-bar" role="search" aria-label="Vulnerabilities that are shown" hidden>
    <label>Find <input type="search" id="rows-text" /></label>
    <label
      >Severity
      <select id="rows-severity" aria-label="Severity">
        <option value="9">any</option>
        ${severities.slice(0, -1).map((name, rank) => html`<option value="${rank}">${name}${rank === 0 ? undefined : " and worse"}</option>`)}
      </select></label
    >
    ${box("exploited", "exploited")} ${box("in-use", "in use")} ${box("fixable", "has a fix")}
    <label
      >Order
      <select id="rows-order" aria-label="Order">
        <option value="">by urgency</option>
        <option value="severity">by severity</option>
        <option value="epss">by EPSS</option>
        <option value="package">by package</option>
      </select></label
    >
  </div>`;
}

interface Group {
  readonly title: string;
  readonly rows: readonly VulnerabilityRow[];
}

function groupsPart(rows: readonly VulnerabilityRow[], remedies: readonly Remedy[]): Html {
  return html`<div class="rows">
    ${groupsOf(rows, remedies).map(
      ({ title, rows: own }) =>
        html`<section class="row-group">
          <h3>${title} <span class="soft row-count">${own.length}</span></h3>
          ${blocksOf(own).map((block) => html`<div class="block">${rowsTable(title, block)}</div>`)}
        </section>`,
    )}
  </div>`;
}

/** Each row under the first step that removes it. */
function groupsOf(rows: readonly VulnerabilityRow[], remedies: readonly Remedy[]): Group[] {
  const steps = remedies.map(({ title, flaws, packages }) => ({
    title,
    ids: new Set(flaws),
    names: new Set(packages.map(({ name }) => name)),
  }));
  const stepOf = ({ id, names }: VulnerabilityRow) =>
    steps.findIndex((step) => step.ids.has(id) && names.some((name) => step.names.has(name)));
  const groups = Map.groupBy(rows, stepOf);
  return [...groups]
    .sort(([a], [b]) => (a === -1 ? 1 : b === -1 ? -1 : a - b))
    .map(([at, own]) => ({ title: steps[at]?.title ?? "No step is known", rows: own }));
}

function blocksOf(rows: readonly VulnerabilityRow[]): VulnerabilityRow[][] {
  const count = Math.ceil(rows.length / rowsInBlock);
  return Array.from({ length: count }, (_, at) => rows.slice(at * rowsInBlock, (at + 1) * rowsInBlock));
}

const heads = ["severity", "vulnerability", "package", "installed", "fixed in, or why not", "in use", "EPSS", "where"];

function rowsTable(title: string, rows: readonly VulnerabilityRow[]): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${title}">
    <table class="fixed">
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(tableRow)}
      </tbody>
    </table>
  </div>`;
}

function tableRow(row: VulnerabilityRow): Html {
  const { severity, severitySource, id, names, installed, fix, notes, exploited, epss, score, inUse, title } = row;
  const used = inUse === true ? "yes" : inUse === false ? "no" : inUse === undefined ? "\u2013" : "unknown";
  return html`<tr
    data-severity="${severities.indexOf(severity)}"
    data-name="${names[0]}"
    ${epss === undefined ? undefined : html` data-epss="${epss}"`}
    ${exploited === undefined ? undefined : html` data-exploited`}
    ${"version" in fix ? html` data-fixable` : undefined}
    ${inUse === true ? html` data-in-use="yes"` : undefined}
  >
    <td>
      <span class="badge ${tones[severity]}">${severity}</span><br /><span class="soft small">${severitySource}</span>
      ${score === undefined ? undefined : html`<br /><span class="soft small keep">CVSS ${score.toFixed(1)}</span>`}
    </td>
    <td>
      <span class="keep">${id}</span
      >${exploited === undefined ? undefined : html`<br /><b class="small">${exploited}</b>`}
      ${notes.length === 0 ? undefined : html`<br /><b class="small">${notes.join(", ")}</b>`}<br /><span class="small"
        >${title}</span
      >
    </td>
    <td>${names.join(", ")}</td>
    <td><code>${installed}</code></td>
    <td>${"version" in fix ? html`<code>${fix.version}</code>` : fix.none}</td>
    <td>${used}</td>
    <td>${epss === undefined ? "\u2013" : percent(epss)}</td>
    <td><span class="small">${row.place}</span></td>
  </tr>`;
}
