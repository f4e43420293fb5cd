import type { Remedy } from "../../domain/advisory/remedy.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Disagreement } from "../../domain/report/scanner-report.ts";
import { remedyEffect } from "../content/vulnerability-rows.ts";
import { countText } from "../content/units.ts";
import { copyable } from "./copyable.ts";
import { table } from "./contents.ts";
import { html, type Html } from "./html.ts";

/** Remediation steps, the most effective first. */
export function stepsPart(remedies: readonly Remedy[]): Html {
  return html`<ol class="list">
    ${remedies.map((remedy, index) => {
      const { title, command, notes, packages, kind } = remedy;
      const fixes = kind !== "none";
      return html`<li>
        <h3>${title}</h3>
        <p>
          <span class="badge ${remedy.severities.critical + remedy.severities.high > 0 ? "bad" : "warning"}"
            >${fixes ? "removes " : ""}${remedyEffect(remedy)}</span
          >
        </p>
        ${command === undefined ? undefined : copyable(`step-${index}`, "command", command)}
        <details>
          <summary>${countText(packages.length, "package")}</summary>
          ${table(
            ["package", "installed", fixes ? "to" : "why"],
            packages.map(({ name, purl, installed, to, reason }) => [
              html`<span title="${purl}">${name}</span>`,
              html`<code>${installed}</code>`,
              to === undefined ? reason : html`<code>${to}</code>`,
            ]),
          )}
          <p class="small">${remedy.vulnerabilities.join(", ")}</p>
        </details>
        ${notes.map((note) => html`<p class="soft small">${note}</p>`)}
      </li>`;
    })}
  </ol>`;
}

/** Disagreements of other sources with the advisories. */
export function comparisonPart({ crossCheck, scanners = [], scannersFailed = [] }: Report): Html | undefined {
  if (crossCheck === undefined && scanners.length + scannersFailed.length === 0) return undefined;
  const side = (title: string, disagreements: readonly Disagreement[]) =>
    disagreements.length === 0
      ? html`<p class="soft">${title}: none</p>`
      : html`<details>
          <summary>${title}: ${disagreements.length}</summary>
          ${table(
            ["vulnerability", "package", "why"],
            disagreements.map(({ id, name, installed, why }) => [id, html`${name} <code>${installed}</code>`, why]),
          )}
        </details>`;
  return html`${
    crossCheck === undefined
      ? undefined
      : html`<p>
            Changelogs of pending updates and advisories agree on
            ${countText(crossCheck.agreed, "vulnerability", "vulnerabilities")}.
          </p>
          ${side("Only the advisories", crossCheck.onlyAdvisories)}${side("Only the changelogs", crossCheck.onlyChangelogs)}`
  }
  ${scanners.map(
    ({ scanner, version, agreed, onlyOurs, onlyTheirs, notes }) =>
      html`<h3>${scanner} ${version}</h3>
        <p>Agrees on ${countText(agreed, "vulnerability", "vulnerabilities")}.</p>
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

/** The sources of the results. */
export function advisoriesPart({ advisories }: Report): Html {
  if (advisories === undefined)
    return html`<p>No advisories were there: vulnerabilities that no update's changelog names are unknown.</p>`;
  return html`${advisories.asOf === undefined ? undefined : html`<p>As of ${advisories.asOf}: statements published later are left out.</p>`}
  ${table(
    ["source", "date", "records", "license", "for"],
    advisories.sources.map(({ name, date, records, license, attribution, shards }) => [
      name,
      date,
      records,
      html`${license}${attribution === undefined ? undefined : html`<br /><span class="soft small">${attribution}</span>`}`,
      shards.join(", "),
    ]),
  )}`;
}
