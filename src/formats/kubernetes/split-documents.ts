import type { Span } from "../../domain/finding/span.ts";

export interface Piece {
  readonly span: Span;
  /** The line before it begins with `---` and has more text: Kubernetes' tools refuse the file. */
  readonly badSeparator?: Span;
}

/**
 * The documents of a stream, as Kubernetes' tools cut it: YAML at lines that begin with `---` in any context, JSON after each object.
 * https://github.com/kubernetes/apimachinery/blob/master/pkg/util/yaml/decoder.go
 */
export function splitDocuments(text: string): readonly Piece[] {
  return /^\s*\{/.test(text.slice(0, 1024)) && isJson(text) ? jsonPieces(text) : yamlPieces(text);
}

/** `{{` begins a template, and `{a: b}` without quotes is YAML. */
function isJson(text: string): boolean {
  const start = text.indexOf("{") + 1;
  return /^\s*["}]/.test(text.slice(start, start + 1024));
}

function yamlPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let badSeparator: Span | undefined;
  const end = (at: number): void => {
    pieces.push({ span: { start, end: at }, ...(badSeparator && { badSeparator }) });
    badSeparator = undefined;
  };
  for (let line = 0; line < text.length;) {
    const feed = text.indexOf("\n", line);
    const next = feed === -1 ? text.length : feed + 1;
    if (text.startsWith("---", line)) {
      end(line);
      const trailer = text.slice(line + 3, next).trim();
      if (trailer !== "" && !trailer.startsWith("#"))
        badSeparator = { start: line, end: Math.min(next, line + 3 + trailer.length + 1) };
      start = next;
    }
    line = next;
  }
  end(text.length);
  return pieces;
}

function jsonPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === "{" && depth++ === 0) start = at;
    else if (char === "}" && --depth === 0) pieces.push({ span: { start, end: at + 1 } });
    if (depth < 0) break;
  }
  // An unclosed object is no JSON, which its parser then reports.
  return depth === 0 && pieces.length > 0 ? pieces : [{ span: { start: 0, end: text.length } }];
}

function endOfString(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
