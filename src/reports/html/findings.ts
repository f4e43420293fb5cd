import type { Severity } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { practiceOf } from "../../text/practice-of.ts";
import { practiceTitles } from "../content/practice-sections.ts";
import { ruleFindings, type RuleFindings } from "../content/rule-findings.ts";
import { withoutSummaries } from "../content/scan-verdict.ts";
import { copyable } from "./copyable.ts";
import { html, type Content, type Html } from "./html.ts";
import { withCode } from "./with-code.ts";

const severities = {
  error: ["error", "bad"],
  warning: ["warning", "warning"],
  info: ["note", "neutral"],
} as const satisfies Record<Severity, readonly [string, string]>;

/** The most severe first, as in the filter. */
const ranks = { error: 0, warning: 1, info: 2 } as const satisfies Record<Severity, number>;
/** Fewer findings need no search. */
const fewFindings = 10;

/** A folded line for each rule with its findings; undefined if there are none. */
export function findingsPart(report: Report): Html | undefined {
  const { findings } = withoutSummaries(report);
  if (findings.length === 0) return undefined;
  const rules = ruleFindings(findings, report);
  const practices = new Set<string>();
  const firstOf = (rule: RuleFindings["rule"]): string | undefined => {
    const practice = practiceOf(rule);
    if (practices.has(practice)) return undefined;
    practices.add(practice);
    return `findings-${practice}`;
  };
  return html`<p>
      ${report.harden === undefined ? "The most severe first; of equal severity what holds most bytes, then what is found most often." : "Those of the original and of its hardened version: each names its place."}
    </p>
    ${findings.length > fewFindings ? filterBar(report) : undefined}
    <div class="rules">
      ${rules.map((rule, at) => ruleLine(rule, firstOf(rule.rule), report.harden === undefined ? at : undefined))}
    </div>`;
}

/** `id`: on the first rule of a practice. `number`: id of its command, if it has one. */
function ruleLine(
  { rule, severity, title, why, worth, common, fixCommand, findings }: RuleFindings,
  id: string | undefined,
  number: number | undefined,
): Html {
  const [word, tone] = severities[severity];
  const [count = "", ...units] = worth.split(" ");
  // Data for the filter: the lines of each finding, the length of its place, and whether it has a fix.
  const shape = findings.map(
    ({ text, placeLength, isFixable }) => `${text.split("\n").length} ${placeLength} ${isFixable ? 1 : 0}`,
  );
  return html`<details
    class="rule"
    ${id === undefined ? undefined : html` id="${id}"`}
    data-severity="${ranks[severity]}"
    data-practice="${practiceOf(rule)}"
  >
    <summary>
      <span class="badge ${tone}">${word}</span> <span class="title">${withCode(title)}</span> <code>${rule}</code>
      <span class="count" data-all="${findings.length}">${count}<span class="unit"> ${units.join(" ")}</span></span>
    </summary>
    <div class="body">
      <div class="about">${why === undefined ? undefined : html`<p>${withCode(why)}</p>`} ${commonList(common)}</div>
      ${fixCommand === undefined || number === undefined ? undefined : copyable(`fix-${number}`, "command", fixCommand)}
      <pre class="lines" data-findings="${shape.join(",")}">${findings.map(({ text }) => text).join("\n")}</pre>
    </div>
  </details>`;
}

function commonList(common: RuleFindings["common"]): Content {
  if (common.length === 0) return undefined;
  return html`<ul>
    ${common.map(({ says, quote }) => html`<li>${withCode(says)}${quote === undefined ? undefined : html`<pre class="lines">${quote}</pre>`}</li>`)}
  </ul>`;
}

/** Works only with the script, which shows it. */
function filterBar({ findings }: Report): Html {
  const practices = new Set(findings.map(({ practice }) => practice));
  const hasService = findings.some(({ container }) => container !== undefined);
  return html`<div id="findings-filter" class="map-bar" role="search" aria-label="Findings that are shown" hidden>
    <label>Find <input type="search" id="findings-text" /></label>
    <label>File <input type="search" id="findings-file" /></label>
    ${hasService ? html`<label>Service <input type="search" id="findings-service" /></label>` : undefined}
    <label
      >Severity
      <select id="findings-severity" aria-label="Severity">
        <option value="9">any</option>
        <option value="0">error</option>
        <option value="1">warning and error</option>
      </select></label
    >
    <label
      >Practice
      <select id="findings-practice" aria-label="Practice">
        <option value="">any</option>
        ${[...practices].sort().map((practice) => html`<option value="${practice}">${practiceTitles[practice]}</option>`)}
      </select></label
    >
    <label><input type="checkbox" id="findings-fixable" /> has a fix</label>
  </div>`;
}
