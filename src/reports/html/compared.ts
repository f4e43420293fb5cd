import type { Baseline, PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import { placeText } from "../content/place.ts";
import { html, type Html } from "./html.ts";
import { withCode } from "./with-code.ts";

/** What is new since another report, what is fixed, and what can't be compared. */
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
  const beside = kind === "report" ? html`the report <code>${file}</code>` : html`what <code>${file}</code> accepts`;
  return html`<p>
      Compared with ${beside}: <span class="badge ${fresh.length > 0 ? "bad" : "good"}">${fresh.length} new</span>
      <span class="badge good">${fixed.length} fixed</span> <span class="badge neutral">${same} as before</span>
    </p>
    ${list("new", fresh)} ${list("fixed", fixed)} ${uncompared(notCompared)}
    ${list("accepted until a day that has passed", expired)}`;
}

/** What is in sight; the rest folds away. */
const inSight = 50;

function list(what: string, all: readonly PastFinding[]): Html | undefined {
  if (all.length === 0) return undefined;
  const items = (some: readonly PastFinding[]) =>
    html`<ul>
      ${some.map(
        ({ rule, severity, place, message }) =>
          html`<li>
            ${severity}: ${withCode(message)}
            <span class="soft small"><code>${place}</code> · <code>${rule}</code></span>
          </li>`,
      )}
    </ul>`;
  const rest = all.slice(inSight);
  return html`<details ${what === "new" ? html` open` : undefined}>
    <summary>${all.length} ${what}</summary>
    ${items(all.slice(0, inSight))}
    ${
      rest.length === 0
        ? undefined
        : html`<details>
            <summary>${`${rest.length} more`}</summary>
            ${items(rest)}
          </details>`
    }
  </details>`;
}

function uncompared(all: Baseline["notCompared"]): Html | undefined {
  if (all.length === 0) return undefined;
  return html`<details>
    <summary>${all.length} not compared</summary>
    <ul>
      ${all.map(
        ({ message, place, why }) =>
          html`<li>
            ${withCode(message)} <span class="soft small"><code>${place}</code>: ${why}</span>
          </li>`,
      )}
    </ul>
  </details>`;
}
