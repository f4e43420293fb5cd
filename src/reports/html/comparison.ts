import type { Snapshot } from "../../domain/report/report.ts";
import { comparison, type ComparisonRow } from "../content/comparison.ts";
import { html, type Html } from "./html.ts";

/** Before and after, with bars for amounts. */
export function comparisonTable(before: Snapshot, after: Snapshot): Html {
  const key = (kind: string, word: string) =>
    html`<span
      ><svg viewBox="0 0 1 1" aria-hidden="true"><rect class="${kind}" width="1" height="1" /></svg>${word}</span
    >`;
  return html`<p class="legend">${key("old", "before")} ${key("kept", "after")}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="Before and after">
      <table class="compare">
        <thead>
          <tr>
            <td class="soft">what</td>
            <th scope="col">before</th>
            <th scope="col">after</th>
            <th scope="col" class="num delta">change</th>
          </tr>
        </thead>
        ${comparison(before, after).map(
          ({ title, rows }) =>
            html`<tbody>
              <tr class="group">
                <th colspan="4" scope="rowgroup">${title}</th>
              </tr>
              ${rows.map(tableRow)}
            </tbody>`,
        )}
      </table>
    </div>`;
}

const changes = { better: "stricter", worse: "looser", same: "", unknown: "" } as const;

function tableRow({ amounts, label, before, after, change, delta }: ComparisonRow): Html {
  return html`<tr class="${change}">
    <th scope="row">${label}${amounts && barsOf(amounts)}</th>
    <td>${before}</td>
    <td class="after">${after}</td>
    <td class="num delta">${delta === "" ? changes[change] : delta}</td>
  </tr>`;
}

/** Two bars, one below the other; the larger one has full width. */
function barsOf({ before, after }: NonNullable<ComparisonRow["amounts"]>): Html {
  const maxAmount = Math.max(before, after, 1);
  const width = (amount: number) => ((Math.max(0, amount) / maxAmount) * 100).toFixed(2);
  return html`<svg class="pair" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect class="old" width="${width(before)}" height="3" />
    <rect class="kept" y="4" width="${width(after)}" height="4" />
  </svg>`;
}
