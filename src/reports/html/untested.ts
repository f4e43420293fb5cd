import type { Profile } from "../../domain/profile/profile.ts";
import { growingText, untestedText } from "../content/untested-text.ts";
import { html, type Html } from "./html.ts";

/** What no step reached, and what grows. */
export function untestedPart({ untested = [], growing = [] }: Profile): Html | undefined {
  if (untested.length + growing.length === 0) return undefined;
  return html`<ul>
    ${untested.map((one) => html`<li>${untestedText(one)}. Add ${one.add}.</li>`)}
    ${growing.map((one) => html`<li>${growingText(one)}. Instead: ${one.instead}.</li>`)}
  </ul>`;
}
