import { html, type Content, type Html } from "./html.ts";

/** A text to copy, named by `label`. The button needs the script, so the script shows it. `id` is unique in the page. */
export function copyable(id: string, label: string, text: Content): Html {
  return html`<div class="code">
    <button type="button" class="copy" data-of="${id}" hidden>Copy<span class="unseen"> the ${label}</span></button>
    <pre id="${id}" tabindex="0" role="group" aria-label="${label}">${text}</pre>
  </div>`;
}
