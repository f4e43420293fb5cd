import { blank, type CodeRegion } from "./code-region.ts";
import { commandText } from "./command-text.ts";
import { inlineCode } from "./inline-code.ts";

interface Line {
  readonly start: number;
  /** Without its line end; the marks of a block quote are blanked. */
  readonly text: string;
  readonly quoted: boolean;
  readonly indent: number;
  readonly empty: boolean;
}

interface Fence {
  readonly mark: string;
  readonly language: string;
  readonly quoted: boolean;
}

/** Fences that hold something else than commands (yaml, python, json, dockerfile, ...) are not read. */
const languages = new Set(
  (
    "sh bash shell zsh ksh fish console shell-session shellsession sh-session bash-session terminal text txt plain plaintext none " +
    "docker cli command cmd bat batch dos powershell pwsh ps ps1"
  ).split(" "),
);

/** All code of a Markdown text that may hold commands: fences, indented blocks, inline code; CommonMark 0.31, sections 4.4, 4.5, 6.1. */
export function markdownCode(text: string): CodeRegion[] {
  const regions: CodeRegion[] = [];
  let fence: Fence | undefined;
  let block: Line[] = [];
  let kind: "fence" | "indented" | "prose" = "prose";
  let listIndent = 0;
  let afterEmpty = true;

  const close = (): void => {
    if (block.length > 0) regions.push(...regionsOf(block, kind, fence?.language ?? ""));
    block = [];
    fence = undefined;
    kind = "prose";
  };

  for (const line of linesOf(text)) {
    if (fence !== undefined) {
      if (fence.quoted && !line.quoted) close();
      else if (closes(fence, line.text)) {
        close();
        afterEmpty = true;
        continue;
      } else {
        block.push(line);
        continue;
      }
    }
    const opened = opens(line);
    const item = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)/.exec(line.text);
    if (opened !== undefined) {
      close();
      fence = opened;
      kind = "fence";
    } else if (line.empty) {
      if (kind !== "indented") close();
    } else if (line.indent >= listIndent + 4 && (kind === "indented" || afterEmpty)) {
      if (kind !== "indented") close();
      kind = "indented";
      block.push(line);
    } else {
      if (kind === "indented") close();
      if (item === null && line.indent < listIndent) listIndent = 0;
      block.push(line);
    }
    if (item !== null && kind !== "indented") listIndent = columns(item[0]);
    afterEmpty = line.empty;
  }
  close();
  return regions;
}

function regionsOf(block: readonly Line[], kind: "fence" | "indented" | "prose", language: string): CodeRegion[] {
  const start = block[0]?.start ?? 0;
  const source = block.map((line, index) => line.text + gap(line, block[index + 1])).join("");
  if (kind === "prose") return inlineCode(source, start);
  if (language !== "" && !languages.has(language)) return [];
  return [{ start, source: commandText(source, language), form: kind, language }];
}

/** The text between two lines of a block: the line end, and skipped empty lines. */
function gap(line: Line, next: Line | undefined): string {
  return next === undefined ? "" : "\n".repeat(next.start - line.start - line.text.length);
}

function* linesOf(text: string): Generator<Line> {
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf("\n", start);
    const end = feed === -1 ? text.length : feed;
    const lineText = text.slice(start, end);
    const quote = /^ {0,3}(?:> ?){1,20}/.exec(lineText)?.[0] ?? "";
    const body = blank(quote) + lineText.slice(quote.length);
    const leading = /^[ \t]*/.exec(body.slice(quote.length))?.[0] ?? "";
    yield { start, text: body, quoted: quote !== "", indent: columns(leading), empty: body.trim() === "" };
    start = end + 1;
  }
}

function opens(line: Line): Fence | undefined {
  const fenceMatch = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}(?=[^`]*$)|~{3,})(.*)$/s.exec(line.text.trimEnd());
  if (fenceMatch?.[1] === undefined) return undefined;
  const language = /[A-Za-z][\w+-]*/.exec(fenceMatch[2] ?? "")?.[0].toLowerCase() ?? "";
  return { mark: fenceMatch[1], language, quoted: line.quoted };
}

function closes(fence: Fence, line: string): boolean {
  const mark = line.trim();
  return mark.length >= fence.mark.length && mark === (fence.mark[0] ?? "").repeat(mark.length);
}

function columns(leading: string): number {
  let column = 0;
  for (const character of leading) column += character === "\t" ? 4 - (column % 4) : 1;
  return column;
}
