import { linesFed, type CodeRegion } from "./code-region.ts";
import { joinable } from "./command-text.ts";

/** Scripts that a runner passes to a shell (steps of GitHub's workflows and actions, jobs of GitLab), or options of a workflow's containers for `docker create`. */
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
 * Commands of a workflow or action of GitHub and of a pipeline of GitLab. The keys are searched line by line: no YAML reader is needed, and a text
 * that YAML refuses still has them. Steps of other languages than a shell are left out, and quoted texts with escapes, whose characters differ from what the shell reads.
 */
export function ciCode(text: string): CodeRegion[] {
  const lines = linesOf(text);
  const regions: CodeRegion[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    const match = line && commandKey.exec(line.text);
    if (!match || line === undefined) continue;
    const [lead, key = ""] = match;
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

/** The first line that is not of the value of a key, or of an item, in `column`; with `isList`, the key's items may be in its own column. */
function endOf(lines: readonly Line[], at: number, column: number, isList = false): number {
  let end = at + 1;
  for (let line = lines[end]; line !== undefined; line = lines[++end])
    if (!line.empty && line.indent <= column && !(isList && line.indent === column && item.test(line.text))) break;
  return end;
}

/** As the reader of commands knows it: that of the step, next to `run`; undefined for other interpreters. */
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
  const nodeProperties = /^(?:[&!]\S*[ \t]*)+/.exec(line.text.slice(from))?.[0];
  // An anchor or a tag does not affect the text after it; the target of `!reference` is read where it is written.
  if (nodeProperties !== undefined)
    return nodeProperties.startsWith("!reference")
      ? []
      : valueAt(text, lines, { at, end, from: from + nodeProperties.length }, language);
  const valueText = line.text.slice(from);
  const next = lines[at + 1];
  if (/^[|>][\d+-]*[ \t]*(?:#.*)?$/.test(valueText)) {
    if (next === undefined || at + 1 >= end) return [];
    const block = text.slice(next.start, endOfLines(text, lines, end));
    const source = joinable(linesFed(valueText.startsWith("|") ? outdented(block) : folded(block)), language);
    return [{ start: next.start, source: withoutExpressions(source), form: "script", language }];
  }
  if (/^(?:#.*)?$/.test(valueText.trim())) return itemsOf(text, lines, at + 1, end, language);
  if (valueText.startsWith("["))
    return [...valueText.matchAll(/(["'])((?:(?!\1)[^\\])*)\1/g)].map((match) => ({
      start: line.start + from + match.index + 1,
      source: withoutExpressions(match[2] ?? ""),
      form: "script",
      language,
    }));
  if (/^[*{]/.test(valueText)) return [];
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
  const rawText = text.slice(start, end);
  const quote = /^["']/.exec(rawText)?.[0];
  if (quote === undefined) {
    const source = withoutExpressions(rawText.replace(/[ \t]#[^\n]*/g, blanks).replaceAll(/[\r\n]/g, " "));
    return [{ start, source, form: "script", language }];
  }
  const inner = rawText.slice(1, rawText.indexOf(quote, 1));
  if (rawText.indexOf(quote, 1) === -1 || (quote === '"' && inner.includes("\\")) || rawText[inner.length + 2] === "'")
    return [];
  return [{ start: start + 1, source: withoutExpressions(inner.replaceAll(/[\r\n]/g, " ")), form: "script", language }];
}

/** A here-document ends at its word, which is indented here: a shell drops leading tabs after `<<-`. */
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
    const lineText = text.slice(start, feed === -1 ? text.length : feed).replace(/\r$/, "");
    const indent = /^ */.exec(lineText)?.[0].length ?? 0;
    lines.push({ start, text: lineText, indent, empty: lineText.trim() === "" || lineText[indent] === "#" });
    if (feed === -1) break;
    start = feed + 1;
  }
  return lines;
}
