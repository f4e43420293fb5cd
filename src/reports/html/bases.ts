import type { BaseCandidate, BaseChoice } from "../../domain/image/base-choice.ts";
import { ageText, vulnerabilitiesText, remarks, sizeText, traitsText } from "../content/bases.ts";
import { copyable } from "./copyable.ts";
import { html, type Html } from "./html.ts";

/** The ranking, with the deciding remarks below each name; the parts of the score fold out. */
export function basesPart({ candidates, unread, scale }: BaseChoice): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Base images">
      <table>
        <thead>
          <tr>
            ${["base", "points", "vulnerabilities", "age", "size", "packages"].map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${candidates.map(row)}
        </tbody>
      </table>
    </div>
    ${
      unread.length === 0
        ? undefined
        : html`<ul>
            ${unread.map(({ name, reason }) => html`<li><code>${name}</code> was not read: ${reason}</li>`)}
          </ul>`
    }
    <details>
      <summary>How points are given: fewer are better</summary>
      <ul>
        ${scale.map((line) => html`<li>${line}</li>`)}
      </ul>
    </details>`;
}

function row(candidate: BaseCandidate): Html {
  return html`<tr>
    <td>
      <code>${candidate.name}</code>${candidate.inUse ? " (in use)" : ""}<br /><span class="soft small"
        >${traitsText(candidate)}</span
      >
      ${remarks(candidate).map((text) => html`<br /><span class="small">${text}</span>`)}
    </td>
    <td>
      <details>
        <summary>${candidate.points.toFixed(1)}</summary>
        ${candidate.parts.map(({ what, points }) => html`${what} ${points}<br />`)}
      </details>
    </td>
    <td>${vulnerabilitiesText(candidate)}</td>
    <td>${ageText(candidate)}</td>
    <td>${sizeText(candidate)}</td>
    <td>${candidate.packages}</td>
  </tr>`;
}

/** The line for the Dockerfile, and how to keep the pin up to date. */
export function pinPart({ pin, recommended, reason }: BaseChoice): Html {
  if (pin === undefined || recommended === undefined) return html`<p>${reason}</p>`;
  return html`<p><code>${recommended}</code>: ${reason}</p>
    ${copyable("pin", "pinned base", pin.diff === undefined || pin.diff === "" ? `FROM ${pin.from}` : pin.diff)}
    <p>A digest that no one moves gets no fixes. Renovate or Dependabot keep it fresh:</p>
    ${copyable("pin-renovate", "settings of Renovate", pin.renovate)}
    ${copyable("pin-dependabot", "settings of Dependabot", pin.dependabot)}`;
}
