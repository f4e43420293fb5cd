import type { Report } from "../../domain/report/report.ts";
import { privileges, type Fate, type PrivilegeRow } from "../content/privileges.ts";
import { html, type Content, type Html } from "./html.ts";
import { usageCharts } from "./usage-charts.ts";

const fates = {
  kept: ["kept", "warning"],
  limited: ["limited", "good"],
  soft: ["soft, dropped", "good"],
  dropped: ["dropped", "good"],
} as const satisfies Record<Fate, readonly [string, string]>;

/** Each privilege with its outcome and the trial that shows it, then the usage of each trial under the limits. */
export function privilegesPart(proof: NonNullable<Report["proof"]>): Html {
  return html`<p>
      Kept: it stays, as a rule because it broke without it: the trial and its log are beside it. Soft: it was used, and
      nothing broke without it, so it is dropped. Dropped: nothing needed it.
    </p>
    <div class="scroll" tabindex="0" role="group" aria-label="Privileges">
      <table>
        <thead>
          <tr>
            <th scope="col">privilege</th>
            <th scope="col">what became of it</th>
            <th scope="col">why</th>
            <th scope="col">trials</th>
          </tr>
        </thead>
        ${privileges(proof).map(
          ({ title, rows }) =>
            html`<tbody>
              <tr class="group">
                <th colspan="4" scope="rowgroup">${title}</th>
              </tr>
              ${rows.map(tableRow)}
            </tbody>`,
        )}
      </table>
    </div>
    ${usageCharts(proof)}`;
}

function tableRow({ name, fate, why, trials, log }: PrivilegeRow): Html {
  const [word, tone] = fates[fate];
  return html`<tr>
    <th scope="row">${name}</th>
    <td><span class="badge ${tone}">${word}</span></td>
    <td>${whyOf(why, log)}</td>
    <td>${trials.map((id, at) => html`${at === 0 ? undefined : ", "}<a href="#trial-${id}">${id}</a>`)}</td>
  </tr>`;
}

/** A log, or a list too long for a cell, folds out. */
function whyOf(reason: string, log: readonly string[]): Content {
  if (log.length > 0)
    return html`<details>
      <summary>${reason}</summary>
      <pre class="paths">${log.join("\n")}</pre>
    </details>`;
  if (reason.length <= 160) return reason;
  return html`<details>
    <summary>${reason.slice(0, 100).replace(/[\ud800-\udbff]$/, "")}…</summary>
    <p class="small">${reason}</p>
  </details>`;
}
