import { blank, linesFed, type CodeRegion } from "./code-region.ts";
import { joinable } from "./command-text.ts";

/** The keys whose value is a command (systemd.service(5), systemd.socket(5)), with the marks in front of the program. */
const command =
  /^[ \t]*Exec(?:Condition|StartPre|StartPost|Start|ReloadPost|Reload|StopPre|StopPost|Stop)[ \t]*=[ \t]*[-@:+!|]*/;

/**
 * Command lines of a systemd unit. systemd splits words nearly as a shell does, and knows no `;`, `|` or `>` within words; a specifier (`%i`) is
 * read as the variable that it is. Comments between continued lines are left out, as systemd leaves them.
 */
export function unitCode(text: string): CodeRegion[] {
  const regions: CodeRegion[] = [];
  for (const { start, line } of logicalLines(text)) {
    const lead = command.exec(line)?.[0];
    if (lead === undefined) continue;
    const source = blank(lead) + readable(joinable(linesFed(line.slice(lead.length))));
    regions.push({ start, source, form: "script", language: "systemd" });
  }
  return regions;
}

function readable(line: string): string {
  return line
    .replace(/(?<=\n)[ \t]*[#;][^\n]*/g, (comment) => `${" ".repeat(comment.length - 1)}\\`)
    .replace(/%(?:%|(?=[a-zA-Z]))/g, (mark) => (mark === "%" ? "$" : "%%"));
}

/** A comment ends a continued line only with its own end: the next line goes on with the command (systemd.syntax(7)). */
function* logicalLines(text: string): Generator<{ readonly start: number; readonly line: string }> {
  let start = 0;
  let from = 0;
  for (const found of text.matchAll(/\r?\n|$/g)) {
    const written = text.slice(from, found.index);
    const continues = (start < from && /^[ \t]*[#;]/.test(written)) || written.endsWith("\\");
    from = found.index + found[0].length;
    if (continues && from < text.length) continue;
    yield { start, line: text.slice(start, found.index) };
    start = from;
  }
}
