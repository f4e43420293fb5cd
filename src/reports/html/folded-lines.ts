import { html, type Html } from "./html.ts";

/** Thousands of lines as one text: an element per line would make a page slow. Undefined if there are none. */
export function foldedLines(summary: string, lines: readonly string[]): Html | undefined {
  if (lines.length === 0) return undefined;
  return html`<details>
    <summary>${summary}</summary>
    <pre class="lines">${lines.join("\n")}</pre>
  </details>`;
}
