import type { AdvisorySeverity } from "../../domain/advisory/advisory.ts";
import type { Remedy } from "../../domain/advisory/remedy.ts";
import type { Report } from "../../domain/report/report.ts";
import { advisoryLink } from "../content/advisory-link.ts";
import { asideLines, percent, sortedVulnerabilities, type VulnerabilityRow } from "../content/vulnerability-rows.ts";
import { countText } from "../content/units.ts";
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

/** The most severe first, the sort order of the rows. */
const severities = Object.keys(tones) as AdvisorySeverity[];
/** The same counts as in the verdict. */
function wordOf(severity: AdvisorySeverity): string {
  return severity === "unknown" ? "not judged" : severity;
}

/** A browser renders a block of rows when it becomes visible: https://www.w3.org/TR/css-contain-2/#content-visibility */
const rowsInBlock = 100;

/** Vulnerabilities by remediation step, the most effective first; suppressed ones fold away. */
export function scannedPart(report: Report, withNegligible: boolean): Html {
  const { shown, hidden, suppressed } = sortedVulnerabilities(report, withNegligible);
  return html`${shown.length === 0 ? html`<p>None.</p>` : html`${unknownPart(shown)}${filterBar(shown)}${groupsPart(shown, report.remedies ?? [])}`}
  ${hidden === 0 ? undefined : html`<p class="soft">${countText(hidden, "negligible one")} only counted; the JSON report lists all.</p>`}
  ${
    suppressed.length === 0
      ? undefined
      : html`<details>
          <summary>${countText(suppressed.length, "vulnerability", "vulnerabilities")} set aside</summary>
          ${table(
            ["vulnerability", "why"],
            asideLines(suppressed).map(({ what, why }) => [what, why]),
          )}
        </details>`
  }`;
}

/** Works only with the script, which shows it. */
function filterBar(rows: readonly VulnerabilityRow[]): Html {
  const box = (id: string, label: string, isThere: boolean) =>
    isThere ? html`<label><input type="checkbox" id="rows-${id}" /> ${label}</label>` : undefined;
  return html`<div id="rows-filter" class="map-bar" role="search" aria-label="Vulnerabilities that are shown" hidden>
    <label>Find <input type="search" id="rows-text" /></label>
    <label
      >Severity
      <select id="rows-severity" aria-label="Severity">
        <option value="9">any</option>
        ${severities.slice(0, -1).map((name, rank) => html`<option value="${rank}">${wordOf(name)}${rank === 0 ? undefined : " and worse"}</option>`)}
      </select></label
    >
    ${box("exploited", "exploited", hasSome(rows, "exploited"))} ${box("in-use", "in use", hasSome(rows, "inUse"))}
    ${box("fixable", "has a fix", true)}
    <label
      >Order
      <select id="rows-order" aria-label="Order">
        <option value="">by urgency</option>
        <option value="severity">by severity</option>
        ${hasSome(rows, "epss") ? html`<option value="epss">by EPSS</option>` : undefined}
        <option value="package">by package</option>
      </select></label
    >
    <button type="button" id="rows-markdown">Copy as Markdown</button>
    <button type="button" id="rows-csv">Download CSV</button>
  </div>`;
}

/** Whether any row has a value: a column of dashes, or a filter without matches, would look like a result. */
function hasSome(rows: readonly VulnerabilityRow[], column: "exploited" | "inUse" | "epss"): boolean {
  return rows.some((row) => row[column] !== undefined);
}

interface Group {
  readonly title: string;
  readonly rows: readonly VulnerabilityRow[];
}

function groupsPart(rows: readonly VulnerabilityRow[], remedies: readonly Remedy[]): Html {
  const visibleColumns = shownOf(rows);
  return html`<div class="rows">
    ${groupsOf(rows, remedies).map(
      ({ title, rows: groupRows }) =>
        html`<section class="row-group">
          <h3>
            ${title} <span class="soft small">rows: <span class="row-count">${groupRows.length}</span></span>
          </h3>
          ${blocksOf(groupRows).map((block) => html`<div class="block">${rowsTable(title, block, visibleColumns)}</div>`)}
        </section>`,
    )}
  </div>`;
}

/** Each row under the first step that removes it. */
function groupsOf(rows: readonly VulnerabilityRow[], remedies: readonly Remedy[]): Group[] {
  const steps = remedies.map(({ title, vulnerabilities, packages }) => ({
    title,
    ids: new Set(vulnerabilities),
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

interface Column {
  readonly head: string;
  readonly name: string;
  /** Data field of a column; a column without values is omitted. */
  readonly of?: "inUse" | "epss";
}

const columns: readonly Column[] = [
  { head: "severity", name: "severity" },
  { head: "vulnerability", name: "id" },
  { head: "package", name: "package" },
  { head: "installed", name: "installed" },
  { head: "fixed in, or why not", name: "fix" },
  { head: "in use", name: "use", of: "inUse" },
  { head: "EPSS", name: "epss", of: "epss" },
  { head: "where", name: "where" },
];

type VisibleColumns = ReadonlySet<Column["of"]>;

function shownOf(rows: readonly VulnerabilityRow[]): VisibleColumns {
  return new Set([undefined, ...(["inUse", "epss"] as const).filter((what) => hasSome(rows, what))]);
}

/** Text for missing values. */
function unknownPart(rows: readonly VulnerabilityRow[]): Html | undefined {
  const unknown = [
    ...(hasSome(rows, "inUse") ? [] : ["which of them are in use (scan --learned REPORT shows it)"]),
    ...(hasSome(rows, "epss") ? [] : ["how likely they are exploited (EPSS)"]),
  ];
  return unknown.length === 0 ? undefined : html`<p class="soft">Not known here: ${unknown.join("; ")}.</p>`;
}

function rowsTable(title: string, rows: readonly VulnerabilityRow[], visibleColumns: VisibleColumns): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${title}">
    <table class="fixed">
      <thead>
        <tr>
          ${columns.filter((one) => visibleColumns.has(one.of)).map(({ head, name }) => html`<th scope="col" class="w-${name}">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => tableRow(row, visibleColumns))}
      </tbody>
    </table>
  </div>`;
}

function tableRow(row: VulnerabilityRow, visibleColumns: VisibleColumns): Html {
  const { severity, severitySource, id, names, installed, fix, notes, exploited, epss, score, inUse, title } = row;
  const link = advisoryLink(id);
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
      <span class="badge ${tones[severity]}">${wordOf(severity)}</span
      >${severitySource === "none" ? undefined : html`<br /><span class="soft small">${severitySource}</span>`}
      ${score === undefined ? undefined : html`<br /><span class="soft small keep">CVSS ${score.toFixed(1)}</span>`}
    </td>
    <td>
      <span class="keep row-id">${link === undefined ? id : html`<a href="${link}" rel="noreferrer">${id}</a>`}</span
      >${exploited === undefined ? undefined : html`<br /><b class="small">${exploited}</b>`}
      ${notes.length === 0 ? undefined : html`<br /><b class="small">${notes.join(", ")}</b>`}<br /><span
        class="small row-title"
        >${title}</span
      >
    </td>
    <td class="row-package">${names.join(", ")}</td>
    <td class="row-installed"><code>${installed}</code></td>
    <td class="row-fix">${"version" in fix ? html`<code>${fix.version}</code>` : fix.none}</td>
    ${visibleColumns.has("inUse") ? html`<td>${used}</td>` : undefined}
    ${visibleColumns.has("epss") ? html`<td>${epss === undefined ? "\u2013" : percent(epss)}</td>` : undefined}
    <td class="row-where"><span class="small">${row.place}</span></td>
  </tr>`;
}
