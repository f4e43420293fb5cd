import { ownValue } from "../../domain/own-value.ts";
import type { Report } from "../../domain/report/report.ts";
import { comparison } from "../content/comparison.ts";
import { countText } from "../content/units.ts";
import type { ReportOrigin } from "../format.ts";
import { reportVerdict } from "../content/verdict.ts";
import { html, type Content, type Html } from "./html.ts";

/** The subject of the report, for the title and the first heading. */
export function subject({ harden, targets, proof, image }: Report, { project }: Partial<ReportOrigin> = {}): string {
  if (harden !== undefined) return `Hardening ${harden.original}`;
  const targetCount = countText(targets.length, "target");
  if (targets.length > 1) return project === undefined ? `Report on ${targetCount}` : `${project}: ${targetCount}`;
  return `Report on ${targets[0]?.name ?? proof?.profile.image.name ?? image?.digest ?? "nothing"}`;
}

/** Project, HEAD and date, as far as known. */
export function originTexts({ project, commit, date }: Partial<ReportOrigin> = {}): readonly string[] {
  return [project, commit && `HEAD ${commit.slice(0, 12)}`, date].filter((text) => text !== undefined);
}

/** The verdict, and the most important figures. */
export function top(report: Report, origin?: ReportOrigin): Html {
  const { tone, word, sentence, detail } = reportVerdict(report);
  return html`<header class="top">
    <p class="mark">
      <b>hullproof</b>
      <span>${report.tool.version}</span> ${originTexts(origin).map((text) => html`<span>${text}</span> `)}
    </p>
    <h1>${subject(report, origin)}</h1>
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

/** An inspected image, without a verdict. */
function asksNothing({ rules, image, proof }: Report): boolean {
  return rules.length === 0 && image !== undefined && proof === undefined;
}

function tiles({ proof }: Report): Content {
  const { before, after } = proof ?? {};
  if (before === undefined || after === undefined) return undefined;
  const rows = comparison(before, after).flatMap((group) => group.rows);
  const tileLabels = ["Capabilities", "Size", "CVEs they fix", "Root file system"];
  const labels: Readonly<Record<string, string>> = { "CVEs they fix": "CVEs with a pending fix" };
  return html`<dl class="tiles">
    ${rows
      .filter(({ label }) => tileLabels.includes(label))
      .sort((a, b) => tileLabels.indexOf(a.label) - tileLabels.indexOf(b.label))
      .map(
        ({ label, before: old, after: current }) =>
          html`<div>
            <dt>${ownValue(labels, label) ?? label}</dt>
            <dd>${current}<small>before: ${old}</small></dd>
          </div>`,
      )}
  </dl>`;
}
