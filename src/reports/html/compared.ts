import { ownValue } from "../../domain/own-value.ts";
import type { Baseline, PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import { placeText } from "../content/place.ts";
import { html, type Html } from "./html.ts";
import { withCode } from "./with-code.ts";

/** New and fixed findings since another report, and those that cannot be compared. */
export function comparedPart({ baseline, findings, vulnerabilities = [] }: Report): Html | undefined {
  if (baseline === undefined) return undefined;
  const { file, kind, same, fixed, notCompared, expired } = baseline;
  const fresh = [
    ...findings
      .filter(({ state }) => state === "new")
      .map(({ rule, severity, location, target, message }) => ({
        rule,
        severity,
        place: "file" in location ? placeText(location) : `${target}, ${placeText(location)}`,
        message,
      })),
    ...vulnerabilities
      .filter(({ state }) => state === "new")
      .map(({ id, severity, path, name, installed }) => ({
        rule: id,
        severity,
        place: path,
        message: `${id} in ${name} ${installed}`,
      })),
  ];
  const reference = kind === "report" ? html`the report <code>${file}</code>` : html`what <code>${file}</code> accepts`;
  return html`<p>
      Compared with ${reference}: <span class="badge ${fresh.length > 0 ? "bad" : "good"}">${fresh.length} new</span>
      <span class="badge good">${fixed.length} fixed</span> <span class="badge neutral">${same} as before</span>
    </p>
    ${list("new", fresh)} ${list("fixed", fixed)} ${uncompared(notCompared)}
    ${list("accepted until a day that has passed", expired)}`;
}

/** Findings and vulnerabilities by severity, the most severe first; an earlier report may use other values. */
const tones: Readonly<Record<string, string>> = {
  critical: "bad",
  error: "bad",
  high: "bad",
  warning: "warning",
  medium: "warning",
};
/** The same labels as elsewhere on the page. */
const words: Readonly<Record<string, string>> = { info: "note", unknown: "not judged" };

function rankOf({ severity }: PastFinding): number {
  const rank = Object.keys(tones).indexOf(severity);
  return rank === -1 ? Object.keys(tones).length : rank;
}

/** Maximum number of unfolded entries. */
const inSight = 50;

function list(heading: string, pastFindings: readonly PastFinding[]): Html | undefined {
  if (pastFindings.length === 0) return undefined;
  const items = (some: readonly PastFinding[]) =>
    html`<ul class="list">
      ${some.map(
        ({ rule, severity, place, message }) =>
          html`<li>
            <span class="badge ${ownValue(tones, severity) ?? "neutral"}"
              >${ownValue(words, severity) ?? severity}</span
            >
            ${withCode(message)}
            <span class="soft small"><code>${place}</code> · <code>${rule}</code></span>
          </li>`,
      )}
    </ul>`;
  const sorted = [...pastFindings].sort((a, b) => rankOf(a) - rankOf(b));
  const folded = sorted.slice(inSight);
  return html`<details ${heading === "new" ? html` open` : undefined}>
    <summary>${pastFindings.length} ${heading}</summary>
    ${items(sorted.slice(0, inSight))}
    ${
      folded.length === 0
        ? undefined
        : html`<details>
            <summary>${`${folded.length} more`}</summary>
            ${items(folded)}
          </details>`
    }
  </details>`;
}

function uncompared(notCompared: Baseline["notCompared"]): Html | undefined {
  if (notCompared.length === 0) return undefined;
  return html`<details>
    <summary>${notCompared.length} not compared</summary>
    <ul>
      ${notCompared.map(
        ({ message, place, why }) =>
          html`<li>
            ${withCode(message)} <span class="soft small"><code>${place}</code>: ${why}</span>
          </li>`,
      )}
    </ul>
  </details>`;
}
