import type { Finding, Severity } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { chapters, tally, type Chapter } from "../content/chapters.ts";
import { evidenceText, placeText } from "../content/place.ts";
import { withoutSummaries } from "../content/scan-verdict.ts";
import { unanswered } from "../content/unanswered.ts";
import { counted } from "../content/units.ts";
import { html, type Content, type Html } from "./html.ts";
import { withCode } from "./with-code.ts";
import { withoutEnd } from "../../text/cut.ts";

const severities = {
  error: ["error", "bad"],
  warning: ["warning", "warning"],
  info: ["note", "neutral"],
} as const satisfies Record<Severity, readonly [string, string]>;

/** The worst first, as the filter asks. */
const ranks = { error: 0, warning: 1, info: 2 } as const satisfies Record<Severity, number>;
/** With fewer no one has to search. */
const fewToSee = 10;
/** More than these are drawn only when they come into sight. */
const fewFindings = 50;

/** One chapter for each practice, also for those without a finding: what was clean, skipped or failed is said. */
export function practiceChapters(report: Report): Html {
  const all = chapters(withoutSummaries(report));
  // A scan asks a few rules: chapters that it has none of tell nothing.
  const shown = report.remedies === undefined ? all : all.filter(({ results }) => results.length > 0);
  return html`${report.harden === undefined ? undefined : html`<p>Those of the original and of what became of it: each names its place.</p>`}${withoutSummaries(report).findings.length > fewToSee ? filterBar : undefined}${shown.map(
    (chapter) =>
      html`<section
        class="chapter ${chapter.findings.length > fewFindings ? "many" : ""}"
        id="practice-${chapter.practice}"
      >
        <header>
          <h3>${chapter.title}</h3>
          <span class="badge ${toneOf(chapter)}">${chapter.summary}</span>
        </header>
        <div class="body">${chapter.findings.map(findingArticle)}${restOf(chapter)}</div>
      </section>`,
  )}`;
}

/** Works with the script only, which shows it. */
const filterBar = html`<div
  id="findings-filter"
  class="map-bar"
  role="search"
  aria-label="Findings that are shown"
  hidden
>
  <label>Find <input type="search" id="findings-text" /></label>
  <label
    >Severity
    <select id="findings-severity" aria-label="Severity">
      <option value="9">any</option>
      <option value="0">error</option>
      <option value="1">warning and worse</option>
    </select></label
  >
</div>`;

function toneOf({ findings, results }: Chapter): string {
  const { error, warning } = tally(findings);
  if (error > 0) return "bad";
  if (warning > 0) return "warning";
  if (findings.length > 0) return "neutral";
  if (results.length === 0) return "neutral";
  return results.every(({ verdict }) => verdict === "clean") ? "good" : "unsure";
}

function findingArticle({ severity, message, location, target, rule, also, evidence, fix, state }: Finding): Html {
  const [word, tone] = severities[severity];
  const place = "file" in location ? placeText(location) : `${target}, ${placeText(location)}`;
  return html`<article class="finding" data-severity="${ranks[severity]}">
    <div class="head">
      <span class="badge ${tone}">${word}</span
      >${state === undefined ? undefined : html` <span class="badge neutral">${state === "new" ? "new" : "known"}</span>`}
      <p>${withCode(message)}</p>
    </div>
    <p class="where">
      <code>${place}</code> · <code>${rule}</code>${also.length === 0 ? undefined : html` · also ${also.join(", ")}`}
    </p>
    ${evidenceOf(evidence, location)}
    ${fix === undefined ? undefined : html`<p class="fix"><b>Fix</b> ${withCode(fix.title)} <span class="soft">(${fix.applicability})</span></p>`}
  </article>`;
}

/** The source itself is in sight; what else stands behind the finding folds away. */
function evidenceOf(evidence: Finding["evidence"], location: Finding["location"]): Html {
  const sources = evidence.filter((one) => one.kind === "source");
  const line = "file" in location ? location.startLine : 0;
  const source = sources.find((one) => one.location.startLine === line) ?? sources[0];
  const rest = evidence.filter((one) => one !== source);
  return html`${source === undefined ? undefined : html`<pre>${withoutEnd(source.text, "\n")}</pre>`}
  ${
    rest.length === 0
      ? undefined
      : html`<details>
          <summary>Evidence (${rest.length})</summary>
          <ul class="evidence">
            ${rest.map((one) => {
              const { says, quote } = evidenceText(one);
              return html`<li>${says}${quote === undefined ? undefined : html`<pre>${quote}</pre>`}</li>`;
            })}
          </ul>
        </details>`
  }`;
}

/** Rules without a finding. Reasons for no answer are always in sight, clean rules fold away. */
function restOf({ results }: Chapter): Content {
  const clean = results.filter(({ verdict }) => verdict === "clean");
  const open = unanswered(results);
  if (results.length === 0) return html`<p class="rest soft">No rule of this practice was run.</p>`;
  if (clean.length + open.length === 0) return undefined;
  return html`<div class="rest">
    ${open.map(
      ({ verdict, reason, rules, targets }) =>
        html`<p>
          <span class="badge ${verdict === "failed" ? "bad" : "unsure"}">${verdict}</span>
          <code>${rules.join(", ")}</code> on ${targets.length === 1 ? targets[0] : counted(targets.length, "target")}:
          ${withCode(reason)}
        </p>`,
    )}
    ${
      clean.length === 0
        ? undefined
        : html`<details>
            <summary>${counted(clean.length, "check")} clean</summary>
            <ul>
              ${clean.map(({ rule, target }) => html`<li><code>${rule}</code> on ${target}</li>`)}
            </ul>
          </details>`
    }
  </div>`;
}
