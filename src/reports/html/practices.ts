import type { Report } from "../../domain/report/report.ts";
import { practiceSections, tally, type PracticeSection } from "../content/practice-sections.ts";
import { withoutSummaries } from "../content/scan-verdict.ts";
import { countText } from "../content/units.ts";
import { foldedLines } from "./folded-lines.ts";
import { html, type Html } from "./html.ts";

/** A tile for each practice, including those without a finding: none is omitted silently. */
export function practiceTiles(report: Report): Html {
  const allChapters = practiceSections(withoutSummaries(report));
  // A scan runs few rules, so practices without one are omitted.
  const visibleChapters =
    report.remedies === undefined ? allChapters : allChapters.filter(({ results }) => results.length > 0);
  return html`<dl class="tiles practices">${visibleChapters.map(tile)}</dl>
    ${cleanChecks(report)}`;
}

function tile(chapter: PracticeSection): Html {
  const { practice, title, findings, results, summary } = chapter;
  return html`<div class="${toneOf(chapter)}" id="practice-${practice}">
    <dt>${findings.length === 0 ? title : html`<a href="#findings-${practice}">${title}</a>`}</dt>
    <dd>${findings.length === 0 && results.length === 0 ? "–" : findings.length}<small>${summary}</small></dd>
  </div>`;
}

function toneOf({ findings, results }: PracticeSection): string {
  const { error, warning } = tally(findings);
  if (error > 0) return "bad";
  if (warning > 0) return "warning";
  if (findings.length > 0 || results.length === 0) return "neutral";
  return results.every(({ verdict }) => verdict === "clean") ? "good" : "unsure";
}

function cleanChecks({ rules }: Report): Html | undefined {
  const clean = rules.filter(({ verdict }) => verdict === "clean");
  const lines = [...Map.groupBy(clean, ({ rule }) => rule)].map(
    ([rule, all]) => `${rule} on ${all.length === 1 ? (all[0]?.target ?? "") : countText(all.length, "target")}`,
  );
  return foldedLines(`${countText(clean.length, "check")} clean`, lines);
}
