import type { Severity } from "../../domain/finding/finding.ts";
import type { ToDo } from "../content/to-do.ts";
import { counted } from "../content/units.ts";
import { copyable } from "./copyable.ts";
import { html, type Html } from "./html.ts";
import { withCode } from "./with-code.ts";

const tones = { error: "bad", warning: "warning", info: "neutral" } as const satisfies Record<Severity, string>;
/** What is in sight; the rest folds away. */
const inSight = 8;

/** What to do, rule by rule, the most severe first. */
export function toDoPart(all: readonly ToDo[]): Html {
  const rest = all.slice(inSight);
  return html`<p>
      The most severe first; of equal severity what holds most bytes, then what stands in most places. Each finding is
      below, with its evidence.
    </p>
    <ol class="list">
      ${all.slice(0, inSight).map(item)}
    </ol>
    ${
      rest.length === 0
        ? undefined
        : html`<details>
            <summary>${counted(rest.length, "more rule")}</summary>
            <ol class="list" start="${inSight + 1}">
              ${rest.map((one, index) => item(one, inSight + index))}
            </ol>
          </details>`
    }`;
}

function item({ rule, severity, title, worth, command }: ToDo, index: number): Html {
  return html`<li>
    <span class="badge ${tones[severity]}">${worth}</span> ${withCode(title)} <code class="soft small">${rule}</code>
    ${command === undefined ? undefined : copyable(`do-${index}`, "command", command)}
  </li>`;
}
