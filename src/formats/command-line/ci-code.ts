import { linesFed, type CodeRegion } from "./code-region.ts";
import { joinable } from "./command-text.ts";

/** What a runner gives to a shell (steps of GitHub's workflows and actions, jobs of GitLab), or a workflow to `docker create` for its containers. */
const commandKey = /^[ -]*["']?(run|script|before_script|after_script|options)["']?[ \t]*:(?:[ \t]+|$)/;
const item = /^ *- +/;

interface Line {
  readonly start: number;
  /** Without its line end. */
  readonly text: string;
  readonly indent: number;
  readonly empty: boolean;
}

/**
 * Commands of a workflow or action of GitHub and of a pipeline of GitLab. The keys are looked for line by line: it takes no reader of YAML, and a text
 * that YAML refuses still has them. Left out are steps of other languages than a shell, and quoted texts with escapes, whose characters are not what the shell reads.
 */
export function ciCode(text: string): CodeRegion[] {
  const lines = linesOf(text);
  const regions: CodeRegion[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    const found = line && commandKey.exec(line.text);
    if (!found || line === undefined) continue;
    const [lead, key = ""] = found;
    const column = lead.search(/["'\w]/);
    const end = endOf(lines, at, column, /^(?:[&!]\S*(?:[ \t]+|$))*(?:#.*)?$/.test(line.text.slice(lead.length)));
    const language = key === "run" ? shellOf(lines, { at, end, column }) : key === "options" ? "" : "sh";
    if (language !== undefined)
      for (const region of valueAt(text, lines, { at, end, from: lead.length }, language))
        regions.push(key === "options" ? { ...region, form: "fence" } : region);
    at = end - 1;
  }
  return regions;
}

/** The first line that is not of the value of a key, or of an item, in `column`; of a key that is `listed` items may stand in its own column. */
function endOf(lines: readonly Line[], at: number, column: number, listed = false): number {
  let end = at + 1;
  for (let line = lines[end]; line !== undefined; line = lines[++end])
    if (!line.empty && line.indent <= column && !(listed && line.indent === column && item.test(line.text))) break;
  return end;
}

/** As the reader of commands knows it: that of the step, which stands beside `run`; undefined for what is no shell. */
function shellOf(
  lines: readonly Line[],
  { at, end, column }: { readonly at: number; readonly end: number; readonly column: number },
): string | undefined {
  for (const { text } of besides(lines, at, end, column)) {
    const shell = /^[ -]*shell:[ \t]+["']?([\w./-]+)/.exec(text)?.[1];
    if (shell !== undefined) return /^(?:bash|sh|zsh|pwsh|powershell|cmd)$/.exec(shell)?.[0];
  }
  return "sh";
}

/** Lines with the other keys of one step, as far as they are near. */
function* besides(lines: readonly Line[], at: number, end: number, column: number): Generator<Line> {
  const keyColumn = ({ text }: Line): number => /^(?: *- +)? */.exec(text)?.[0].length ?? 0;
  const isOuter = ({ empty, indent }: Line): boolean => !empty && indent < column;
  for (const line of lines.slice(end, end + farthest)) {
    if (isOuter(line)) break;
    if (line.indent === column) yield line;
  }
  for (const line of lines.slice(Math.max(0, at - farthest), at + 1).toReversed()) {
    if (keyColumn(line) === column) yield line;
    if (isOuter(line)) break;
  }
}

/** Lines between two keys of one step. */
const farthest = 60;

interface Value {
  readonly at: number;
  readonly end: number;
  /** Where it begins in its first line. */
  readonly from: number;
}

function valueAt(text: string, lines: readonly Line[], { at, end, from }: Value, language: string): CodeRegion[] {
  const line = lines[at];
  if (line === undefined) return [];
  const own = /^(?:[&!]\S*[ \t]*)+/.exec(line.text.slice(from))?.[0];
  // An anchor or a tag says nothing of the text behind it; what `!reference` stands for is read where it is written.
  if (own !== undefined)
    return own.startsWith("!reference") ? [] : valueAt(text, lines, { at, end, from: from + own.length }, language);
  const written = line.text.slice(from);
  const next = lines[at + 1];
  if (/^[|>][\d+-]*[ \t]*(?:#.*)?$/.test(written)) {
    if (next === undefined || at + 1 >= end) return [];
    const block = text.slice(next.start, endOfLines(text, lines, end));
    const source = joinable(linesFed(written.startsWith("|") ? outdented(block) : folded(block)), language);
    return [{ start: next.start, source: withoutExpressions(source), form: "script", language }];
  }
  if (/^(?:#.*)?$/.test(written.trim())) return itemsOf(text, lines, at + 1, end, language);
  if (written.startsWith("["))
    return [...written.matchAll(/(["'])((?:(?!\1)[^\\])*)\1/g)].map((one) => ({
      start: line.start + from + one.index + 1,
      source: withoutExpressions(one[2] ?? ""),
      form: "script",
      language,
    }));
  if (/^[*{]/.test(written)) return [];
  return scalar(text, line.start + from, endOfLines(text, lines, end), language);
}

/** The items of a list, lists within it included. */
function itemsOf(text: string, lines: readonly Line[], first: number, end: number, language: string): CodeRegion[] {
  const regions: CodeRegion[] = [];
  for (let at = first; at < end;) {
    const line = lines[at] as Line;
    const from = /^(?: *- +)+/.exec(line.text)?.[0].length;
    if (from === undefined) {
      at++;
      continue;
    }
    const to = Math.min(end, endOf(lines, at, line.text.lastIndexOf("-", from - 1)));
    regions.push(...valueAt(text, lines, { at, end: to, from }, language));
    at = to;
  }
  return regions;
}

/** A plain or quoted text, over several lines too; line ends in it are blanks. */
function scalar(text: string, start: number, end: number, language: string): CodeRegion[] {
  const written = text.slice(start, end);
  const quote = /^["']/.exec(written)?.[0];
  if (quote === undefined) {
    const source = withoutExpressions(written.replace(/[ \t]#[^\n]*/g, blanks).replaceAll(/[\r\n]/g, " "));
    return [{ start, source, form: "script", language }];
  }
  const inner = written.slice(1, written.indexOf(quote, 1));
  if (written.indexOf(quote, 1) === -1 || (quote === '"' && inner.includes("\\")) || written[inner.length + 2] === "'")
    return [];
  return [{ start: start + 1, source: withoutExpressions(inner.replaceAll(/[\r\n]/g, " ")), form: "script", language }];
}

/** A here-document ends at its word, which is indented here: tabs in front of it are left out by a shell after `<<-`. */
function outdented(block: string): string {
  const indent = /^ */.exec(block)?.[0].length ?? 0;
  if (indent === 0) return block;
  return block
    .replace(/^ +/gm, (spaces) => "\t".repeat(Math.min(indent, spaces.length)) + spaces.slice(indent))
    .replace(/ <<(?=[^<\s-]| ['"\w])/g, "<<-");
}

/** Lines of one indentation are one line (YAML 1.2, section 8.1.3). */
function folded(block: string): string {
  const indent = /^ */.exec(block)?.[0].length ?? 0;
  return block.replace(/\r?\n(?=( *)[^ \r\n])/g, (end, next: string, at: number) =>
    next.length === indent && block[at - 1] !== "\n" ? blanks(end) : end,
  );
}

/** `${{ env.TAG }}` is filled in before a shell reads the text; to the reader it is a variable of the same length. */
function withoutExpressions(source: string): string {
  return source
    .split(/(?=\$\{\{)/)
    .map((piece) => {
      const end = piece.startsWith("${{") ? piece.indexOf("}}") + 2 : 0;
      const inner = piece.slice(2, end - 1);
      return end < 3 || inner.includes("\n") ? piece : `\${${inner.replace(/\W/g, "_")}}${piece.slice(end)}`;
    })
    .join("");
}

const blanks = (text: string): string => " ".repeat(text.length);

function endOfLines(text: string, lines: readonly Line[], end: number): number {
  return lines[end]?.start ?? text.length;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf("\n", start);
    const written = text.slice(start, feed === -1 ? text.length : feed).replace(/\r$/, "");
    const indent = /^ */.exec(written)?.[0].length ?? 0;
    lines.push({ start, text: written, indent, empty: written.trim() === "" || written[indent] === "#" });
    if (feed === -1) break;
    start = feed + 1;
  }
  return lines;
}
