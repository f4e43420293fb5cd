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

/** A comment inside a continued line ends at its own line end: the next line continues the command (systemd.syntax(7)). */
function* logicalLines(text: string): Generator<{ readonly start: number; readonly line: string }> {
  let start = 0;
  let from = 0;
  for (const lineBreak of text.matchAll(/\r?\n|$/g)) {
    const lineText = text.slice(from, lineBreak.index);
    const continues = (start < from && /^[ \t]*[#;]/.test(lineText)) || lineText.endsWith("\\");
    from = lineBreak.index + lineBreak[0].length;
    if (continues && from < text.length) continue;
    yield { start, line: text.slice(start, lineBreak.index) };
    start = from;
  }
}
