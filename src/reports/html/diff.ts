import type { FixOutcome } from "../../domain/report/report.ts";
import { fixOutcomeText } from "../content/fix-outcome-text.ts";
import { html, type Content, type Html } from "./html.ts";
import { withCode } from "./with-code.ts";

/** A part of a unified diff: a hunk with its original lines, or the text between hunks. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly rows: Html[];
}

/** A unified diff with the line numbers of both sides; below each hunk its fixes, with their proofs. */
export function diffPart(diff: string, fixes: readonly FixOutcome[] = []): Html {
  const applied = fixes.filter(({ outcome }) => outcome === "applied");
  return html`${partsOf(diff).map(
    ({ from, to, rows }, index) =>
      html`<pre class="diff" tabindex="0" role="group" aria-label="Part ${index + 1} of the difference">${rows}</pre>
        ${proofsOf(applied.filter(({ line }) => line >= from && line <= to))}`,
  )}`;
}

function proofsOf(fixes: readonly FixOutcome[]): Content {
  if (fixes.length === 0) return undefined;
  return html`<ul class="small">
    ${fixes.map(
      (fix) =>
        html`<li>
          line ${fix.line}: ${withCode(fix.title)}
          <span class="soft"><code>${fix.rule}</code>, ${fixOutcomeText(fix)}</span>
        </li>`,
    )}
  </ul>`;
}

function partsOf(diff: string): Part[] {
  const parts: Part[] = [];
  // Tracks the next line numbers and the remaining lines of the hunk: a deleted line may look like a file header.
  let [oldLine, newLine, oldLeft, newLeft] = [0, 0, 0, 0];
  for (const line of diff.replace(/\n$/, "").split("\n")) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))?/.exec(line);
    if (oldLeft + newLeft === 0 && hunk !== null) {
      [oldLine, newLine] = [Number(hunk[1]), Number(hunk[3])];
      [oldLeft, newLeft] = [Number(hunk[2] ?? 1), Number(hunk[4] ?? 1)];
      parts.push({ from: oldLine, to: oldLine + oldLeft - 1, rows: [row("at", "", "", line)] });
      continue;
    }
    let part = parts.at(-1);
    if (part === undefined || (oldLeft + newLeft === 0 && part.to >= 0 && !line.startsWith("\\"))) {
      part = { from: 0, to: -1, rows: [] };
      parts.push(part);
    }
    const isOld = oldLeft > 0 && !line.startsWith("+") && !line.startsWith("\\");
    const isNew = newLeft > 0 && !line.startsWith("-") && !line.startsWith("\\");
    part.rows.push(
      row(
        isOld && isNew ? "" : isOld ? "del" : isNew ? "add" : "at",
        isOld ? oldLine++ : "",
        isNew ? newLine++ : "",
        line,
      ),
    );
    if (isOld) oldLeft--;
    if (isNew) newLeft--;
  }
  return parts;
}

function row(kind: string, before: number | "", after: number | "", line: string): Html {
  return html`<code class="${kind}"
    ><span class="no">${before}</span><span class="no">${after}</span>${line}${"\n"}</code
  >`;
}
