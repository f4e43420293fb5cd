import { ownValue } from "../../domain/own-value.ts";
import type { Report, Snapshot } from "../../domain/report/report.ts";
import { comparison, type ComparisonRow } from "../content/comparison.ts";
import { counted } from "../content/units.ts";
import { reportVerdict } from "../content/verdict.ts";
import { html, type Content, type Html } from "./html.ts";

/** What the report is about, for the title and the first heading. */
export function subject({ harden, targets, proof, image }: Report): string {
  if (harden !== undefined) return `Hardening ${harden.original}`;
  if (targets.length > 1) return `Report on ${counted(targets.length, "target")}`;
  return `Report on ${targets[0]?.name ?? proof?.profile.image.name ?? image?.digest ?? "nothing"}`;
}

/** The answer: verdict, the figures that matter, the whole before/after table. */
export function top(report: Report): Html {
  const { tone, word, sentence, detail } = reportVerdict(report);
  return html`<header class="top">
    <p class="mark"><b>hullproof</b> <span>${report.tool.version}</span></p>
    <h1>${subject(report)}</h1>
    ${
      asksNothing(report)
        ? undefined
        : html`<div class="verdict ${tone}">
            <strong>${word}</strong>
            <p class="says">${sentence}</p>
            ${detail === "" ? undefined : html`<p class="soft">${detail}</p>`}
          </div>`
    }
    ${tiles(report)}
  </header>`;
}

/** An image that was looked at, and not judged. */
function asksNothing({ rules, image, proof }: Report): boolean {
  return rules.length === 0 && image !== undefined && proof === undefined;
}

function tiles({ proof }: Report): Content {
  const { before, after } = proof ?? {};
  if (before === undefined || after === undefined) return undefined;
  const rows = comparison(before, after).flatMap((group) => group.rows);
  const shown = ["Capabilities", "Size", "CVEs they would fix", "Root file system"];
  const labels: Readonly<Record<string, string>> = { "CVEs they would fix": "CVEs with a pending fix" };
  return html`<dl class="tiles">
    ${rows
      .filter(({ label }) => shown.includes(label))
      .sort((a, b) => shown.indexOf(a.label) - shown.indexOf(b.label))
      .map(
        ({ label, before: old, after: now }) =>
          html`<div>
            <dt>${ownValue(labels, label) ?? label}</dt>
            <dd>${now}<small>before: ${old}</small></dd>
          </div>`,
      )}
  </dl>`;
}

export function comparisonTable(before: Snapshot, after: Snapshot): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Before and after">
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

function tableRow({ label, before, after, change, delta }: ComparisonRow): Html {
  return html`<tr class="${change}">
    <th scope="row">${label}</th>
    <td>${before}</td>
    <td class="after">${after}</td>
    <td class="num delta">${delta === "" ? changes[change] : delta}</td>
  </tr>`;
}
