import type { Span } from "../../domain/span.ts";
import type { Instruction } from "./syntax.ts";
import { arityProblem } from "./arity.ts";
import { bodyShell, looksWindows } from "./body-shell.ts";
import { readDirectives } from "./directives.ts";
import { readHeredocs } from "./heredocs.ts";
import { buildInstruction, notDockerfile, readHead, type BodyShell, type Head } from "./instruction.ts";
import { commentOf, logicalLine, physicalLine } from "./logical-lines.ts";

export interface ParsedDockerfile {
  readonly file: string;
  readonly text: string;
  readonly escape: "\\" | "`";
  /** The line break of the first line; a file without one counts as LF. */
  readonly eol: "\n" | "\r\n";
  readonly windows: boolean;
  readonly instructions: readonly Instruction[];
}

/** No real Dockerfile comes near; it bounds the work on hostile input. UTF-16 units. */
const longest = 1024 * 1024;
/** BuildKit reads lines into a buffer of 64 KiB (bufio.MaxScanTokenSize). */
const longestLine = 65_535;

/**
 * Reads a Dockerfile as BuildKit does (frontend/dockerfile/parser). dockerfile-ast is not used: it takes `\\` at a line
 * end for a continuation and does not know `3<<EOF`, and an edit at such a wrong boundary would break the file.
 * @throws Failure `not-a-dockerfile`, with the line, for text that Docker would not take either.
 */
export function parseDockerfile(file: string, text: string): ParsedDockerfile {
  refuseForeign(file, text);
  const long = longLine(text);
  if (long !== undefined) throw notDockerfile(file, long, `the line is longer than ${longestLine} characters`);
  const bom = text.startsWith("\uFEFF") ? 1 : 0;
  const directives = readDirectives(text, bom);
  if (directives.problem !== undefined) throw notDockerfile(file, directives.problem.line, directives.problem.text);
  const escape = directives.values.get("escape") === "`" ? "`" : "\\";
  const raws = readRaws(file, text, bom, directives.next, escape);
  const windows = looksWindows(
    raws.map(({ head, joined }) => ({ ...head, text: joined.text.slice(head.args.start, head.args.end) })),
    escape,
  );
  let shell: BodyShell = "posix";
  const instructions = raws.map((raw): Instruction => {
    if (raw.head.keyword === "FROM") shell = "posix";
    const instruction = buildInstruction({ ...raw, source: text, shell: windows ? { unparsed: "windows" } : shell });
    if (raw.head.keyword === "SHELL" && !raw.head.onbuild) shell = bodyShell(raw.head.json ?? []);
    return instruction;
  });
  return { file, text, escape, eol: /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n", windows, instructions };
}

type Raw = Omit<Parameters<typeof buildInstruction>[0], "source" | "shell">;

function readRaws(file: string, text: string, bom: number, start: number, escape: "\\" | "`"): Raw[] {
  const raws: Raw[] = [];
  let stages = 0;
  let above: Span[] = [];
  let line = 1 + lineBreaks(text, bom, start);
  for (let at = start; at < text.length;) {
    const physical = physicalLine(text, at);
    const comment = commentOf(text, physical);
    if (comment !== undefined || text.slice(at, physical.end).trim() === "") {
      above = comment === undefined ? [] : [...above, comment];
      line++;
      at = physical.next;
      continue;
    }
    const logical = logicalLine(text, at, escape);
    const head = readHead(logical.joined, escape);
    const problem = arityProblem(head, logical.joined.text, stages);
    if (problem !== undefined) throw notDockerfile(file, line, problem);
    if (head.keyword === "FROM") stages++;
    const heredocs = takesHeredoc(head) ? readHeredocs(logical.joined.text, text, logical.next) : [];
    if ("unterminated" in heredocs) {
      throw notDockerfile(file, line, `the heredoc "${heredocs.unterminated}" is never closed`);
    }
    const last = heredocs.at(-1);
    raws.push({
      head,
      joined: logical.joined,
      span: { start: logical.span.start, end: last?.end ?? logical.span.end },
      heredocs,
      comments: [...above, ...logical.comments],
    });
    above = [];
    const next = last?.next ?? logical.next;
    line += lineBreaks(text, at, next);
    at = next;
  }
  if (stages === 0) {
    throw notDockerfile(
      file,
      1,
      "there is no FROM in it",
      "A Dockerfile needs at least one FROM line that names a base image.",
    );
  }
  return raws;
}

function takesHeredoc(head: Head): boolean {
  return head.json === undefined && ["ADD", "COPY", "RUN"].includes(head.keyword);
}

/** 1-based number of the first line that is too long. */
function longLine(text: string): number | undefined {
  const index = text.split("\n").findIndex((line) => line.length > longestLine);
  return index === -1 ? undefined : index + 1;
}

function lineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", start); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function refuseForeign(file: string, text: string): void {
  if (text.length > longest) {
    throw notDockerfile(file, 1, `it is larger than ${longest} characters`, "Name a Dockerfile, not a data file.");
  }
  if (text.includes("\0"))
    throw notDockerfile(file, 1, "it is a binary file", "Name a Dockerfile, which is plain text.");
  if (text.replace("\uFEFF", "").trim() === "") {
    throw notDockerfile(file, 1, "it is empty", "A Dockerfile needs at least one FROM line that names a base image.");
  }
}
