import type { Span } from "../../domain/finding/span.ts";
import { joinPieces, sliceJoined, sourceSpan, type JoinedText, type Piece } from "../shell/joined-text.ts";

/** One `Key=Value` of a unit. */
export interface UnitEntry {
  readonly file: string;
  readonly key: string;
  readonly keySpan: Span;
  /** With lines that go on joined, and no blanks at either end. */
  readonly value: JoinedText;
  /** From the key to the end of its last line, without the line feed. */
  readonly span: Span;
}

export interface UnitGroup {
  readonly name: string;
  /** Of its first `[Name]`. */
  readonly span: Span;
  readonly entries: readonly UnitEntry[];
}

/** Why Podman refuses the file. */
export interface UnitProblem {
  readonly message: string;
  readonly file: string;
  readonly span: Span;
}

export interface UnitFile {
  readonly file: string;
  /** A group that is there twice is one. */
  readonly groups: ReadonlyMap<string, UnitGroup>;
  /** Podman stops at the first. */
  readonly problems: readonly UnitProblem[];
}

/**
 * A unit as Podman's generator reads it (pkg/systemd/parser/unitfile.go of Podman 5.4, equal in 5.8): groups, keys, comments at the start of a line,
 * lines that go on after a backslash, with comments and empty lines between them. What can't be read is a problem, and the rest is read.
 */
export function parseUnit(file: string, text: string): UnitFile {
  const groups = new Map<string, { name: string; span: Span; entries: UnitEntry[] }>();
  const problems: UnitProblem[] = [];
  let current: { entries: UnitEntry[] } | undefined;
  for (const line of logicalLines(text)) {
    const joined = joinPieces(line.pieces);
    const span = { start: line.start, end: line.end };
    const name = groupName(joined.text);
    const entry = name === undefined ? entryOf(file, joined, span) : undefined;
    if (name !== undefined) {
      const group = groups.get(name) ?? { name, span, entries: [] };
      groups.set(name, group);
      current = group;
    } else if (entry === undefined || current === undefined) {
      const message =
        entry === undefined ? "neither a group, nor a key with a value, nor a comment" : "a key before the first group";
      problems.push({ message, file, span });
    } else current.entries.push(entry);
  }
  return { file, groups, problems };
}

interface LogicalLine {
  readonly pieces: readonly Piece[];
  readonly start: number;
  readonly end: number;
}

function* logicalLines(text: string): Generator<LogicalLine> {
  let pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const feed = text.indexOf("\n", at);
    const end = feed === -1 ? text.length : feed;
    const raw = text.slice(at, end);
    // A byte order mark is no blank to Go, and Podman refuses its line.
    const line = raw.startsWith("\ufeff") ? raw.trimEnd() : raw.trim();
    const start = at + raw.indexOf(line);
    const isLast = end + 1 >= text.length;
    at = end + 1;
    // Comments and empty lines between lines that go on do not end them.
    if (line === "" || /^[#;]/.test(line)) continue;
    const goesOn = line.endsWith("\\");
    pieces.push({ text: goesOn ? line.slice(0, -1) : line, at: start });
    if (goesOn && !isLast) continue;
    yield { pieces, start: pieces[0]?.at ?? start, end: start + line.length };
    // Podman does not read a continuation at the end of the file either.
    pieces = [];
  }
}

/** `[Container]`, with blanks after it. */
function groupName(line: string): string | undefined {
  const [, name] = /^\[([^\]]*)\][ \t]*$/.exec(line) ?? [];
  // oxlint-disable-next-line no-control-regex
  return name === undefined || name === "" || /[[\u0000-\u001f\u007f-\u009f]/.test(name) ? undefined : name;
}

function entryOf(file: string, line: JoinedText, span: Span): UnitEntry | undefined {
  const equals = line.text.indexOf("=");
  const key = line.text.slice(0, Math.max(0, equals)).trimEnd();
  if (key === "") return undefined;
  const valueText = line.text.slice(equals + 1);
  const from = equals + 1 + valueText.length - valueText.trimStart().length;
  return {
    file,
    key,
    keySpan: sourceSpan(line, 0, key.length),
    value: sliceJoined(line, from),
    span,
  };
}
