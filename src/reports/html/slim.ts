import type { SlimResult } from "../../domain/report/slim-result.ts";
import { slimTexts } from "../content/slim-text.ts";
import { bytesText, countText } from "../content/units.ts";
import { table } from "./contents.ts";
import { html, type Html } from "./html.ts";

export function slimPart(result: SlimResult): Html {
  const { packages, notExercised, lost } = result;
  const rows = (all: SlimResult["packages"]) =>
    all.map(({ name, class: needClass, bytes }) => [name, needClass, bytesText(bytes)]);
  const folded = (title: string, all: SlimResult["packages"]) =>
    all.length === 0
      ? undefined
      : html`<details>
          <summary>${title}</summary>
          ${table(["package", "class", "bytes"], rows(all))}
        </details>`;
  return html`<ul>
      ${slimTexts(result).map((text) => html`<li>${text}</li>`)}
    </ul>
    ${folded(countText(packages.length, "package without use", "packages without use"), packages)}
    ${folded(`${countText(notExercised.length, "package")} not exercised`, notExercised)}
    ${
      lost.length === 0
        ? undefined
        : html`<details>
            <summary>${countText(lost.length, "loss", "losses")}</summary>
            <ul>
              ${lost.map((text) => html`<li>${text}</li>`)}
            </ul>
          </details>`
    }`;
}
