import { html, type Html } from "./html.ts";

/** A unified diff with the line numbers of both sides. */
export function diffPart(diff: string): Html {
  let [oldLine, newLine] = [0, 0];
  const rows = diff
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => {
      const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
      if (hunk !== null) {
        [oldLine, newLine] = [Number(hunk[1]), Number(hunk[2])];
        return row("at", "", "", line);
      }
      // Before the first hunk, `---` and `+++` name the files.
      if (oldLine + newLine === 0 || line.startsWith("\\")) return row("at", "", "", line);
      if (line.startsWith("+")) return row("add", "", newLine++, line);
      if (line.startsWith("-")) return row("del", oldLine++, "", line);
      return row("", oldLine++, newLine++, line);
    });
  return html`<pre
    class="diff"
    tabindex="0"
    role="group"
    aria-label="Difference between the original and the hardened text"
  >
${rows}</pre>`;
}

function row(kind: string, before: number | "", after: number | "", line: string): Html {
  return html`<code class="${kind}"
    ><span class="no">${before}</span><span class="no">${after}</span>${line}${"\n"}</code
  >`;
}
