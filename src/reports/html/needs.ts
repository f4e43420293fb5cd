import type { PackageNeeds } from "../../domain/image/package-need.ts";
import { needChain, needClassTexts, needGroups, needLimits } from "../content/need-text.ts";
import { bytesText } from "../content/units.ts";
import { table } from "./contents.ts";
import { html, type Html } from "./html.ts";

/** Packages by class, folded; each with its chain. */
export function needsPart(needs: PackageNeeds): Html {
  return html`<p>${needLimits(needs)}</p>
    ${needGroups(needs).map(
      ({ needClass, members, bytes }) =>
        html`<details>
          <summary>${needClass}, ${members.length}, ${bytesText(bytes)}: ${needClassTexts[needClass]}</summary>
          ${table(
            ["package", "bytes", "why"],
            members.map((need) => [
              html`<span title="${need.purl}">${need.name}</span>`,
              need.bytes === undefined ? "not known" : bytesText(need.bytes),
              needChain(needs, need).map((line) => html`${line}<br />`),
            ]),
          )}
        </details>`,
    )}`;
}
