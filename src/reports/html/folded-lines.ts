import { html, type Html } from "./html.ts";

/** Lines that may be thousands, as one text: an element a line would make a page slow. Undefined where there are none. */
export function foldedLines(summary: string, lines: readonly string[]): Html | undefined {
  if (lines.length === 0) return undefined;
  return html`<details>
    <summary>${summary}</summary>
    <pre class="lines">${lines.join("\n")}</pre>
  </details>`;
}
