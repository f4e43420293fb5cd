import type { Profile } from "../../domain/profile/profile.ts";
import { brokenToolText, growingText, setIdText, toolNeedsText, untestedText } from "../content/untested-text.ts";
import { html, type Html } from "./html.ts";

/** Entry points that no step reached, growing paths, and commands that stop working by exec. */
export function untestedPart(profile: Profile): Html | undefined {
  const { untested = [], growing = [], brokenTools = [], setIdPrograms = [] } = profile;
  if (untested.length + growing.length + brokenTools.length + setIdPrograms.length === 0) return undefined;
  return html`<ul>
    ${untested.map((one) => html`<li>${untestedText(one)}. Add ${one.add}.</li>`)}
    ${growing.map((one) => html`<li>${growingText(one)}. Instead: ${one.instead}.</li>`)}
    ${brokenTools.map((one) => html`<li>By docker exec, ${brokenToolText(one)}; ${toolNeedsText(one)}.</li>`)}
    ${setIdPrograms.length === 0 ? [] : [html`<li>${setIdText(setIdPrograms)}.</li>`]}
  </ul>`;
}
