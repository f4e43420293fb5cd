import { checkCount } from "./bounds.ts";
import { linesOf } from "./lines.ts";
import { unquoted } from "../../../text/unquoted.ts";

/** One table of a TOML file with its keys as written, values unparsed: `"1.2.3"`, `["a", "b"]`. */
export interface TomlTable {
  /** `package` of `[[package]]`, `package.dependencies` of `[package.dependencies]`. */
  readonly header: string;
  readonly values: Map<string, string>;
}

const longestValue = 256 * 1024;

/**
 * Tables of a lock file (https://toml.io/en/v1.0.0), one at a time. Reads what lock files' writers produce: a header or `key = value` at a line's
 * start, values over several lines inside brackets or triple quotes. Keys before the first header are in a table with an empty header.
 */
export function* tomlTables(text: string): Generator<TomlTable, void> {
  let table: TomlTable = { header: "", values: new Map() };
  let open: { readonly key: string; readonly parts: string[]; size: number; depth: number } | undefined;
  let quotes: string | undefined;
  for (const raw of linesOf(text)) {
    if (quotes !== undefined) {
      if (raw.includes(quotes)) quotes = undefined;
      continue;
    }
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (open !== undefined) {
      const lineContent = withoutComment(line);
      open.parts.push(lineContent);
      open.size += lineContent.length;
      open.depth += bracketsIn(lineContent);
      if (open.depth > 0 && open.size < longestValue) continue;
      table.values.set(open.key, open.parts.join(" "));
      open = undefined;
      continue;
    }
    if (line.startsWith("[")) {
      yield table;
      table = { header: headerOf(line), values: new Map() };
      continue;
    }
    checkCount(table.values.size);
    const equals = line.indexOf("=");
    if (equals === -1) continue;
    const key = tomlString(line.slice(0, equals).trim());
    const value = withoutComment(line.slice(equals + 1).trim());
    const triple = value.startsWith('"""') ? '"""' : value.startsWith("'''") ? "'''" : undefined;
    if (triple !== undefined) {
      if (!value.includes(triple, 3)) quotes = triple;
      continue;
    }
    const depth = bracketsIn(value);
    if (depth > 0) open = { key, parts: [value], size: value.length, depth };
    else table.values.set(key, value);
  }
  yield table;
}

/** The name in the brackets; no known header is that long. */
function headerOf(line: string): string {
  return line.length > 1_024 ? "" : withoutComment(line).replaceAll("[", "").replaceAll("]", "").trim();
}

/** A string without its quotes; a bare key as it is. No escapes: names, versions and paths in lock files have none. */
export function tomlString(value: string | undefined): string {
  return unquoted(value ?? "");
}

/** All strings of an array of strings. */
export function tomlStrings(array: string | undefined): readonly string[] {
  return [...(array ?? "").matchAll(/"([^"\\]{0,512})"|'([^']{0,512})'/g)].map((match) => match[1] ?? match[2] ?? "");
}

/** The `name` of each inline table of an array: `[{ name = "a", marker = "..." }]`. */
export function tomlNames(array: string | undefined): readonly string[] {
  return [...(array ?? "").matchAll(/[{,]\s{0,8}name\s{0,8}=\s{0,8}"([^"\\]{0,512})"/g)].map((match) => match[1] ?? "");
}

/** Opened minus closed brackets and braces, outside of strings. */
function bracketsIn(line: string): number {
  let depth = 0;
  eachBare(line, (char) => {
    if (char === "[" || char === "{") depth++;
    else if (char === "]" || char === "}") depth--;
    return true;
  });
  return depth;
}

function withoutComment(line: string): string {
  if (!line.includes("#")) return line;
  let end = line.length;
  eachBare(line, (char, at) => {
    if (char === "#") end = at;
    return char !== "#";
  });
  return line.slice(0, end).trimEnd();
}

/** Visits the characters outside of strings until the visitor stops. */
function eachBare(line: string, visit: (char: string, at: number) => boolean): void {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? "";
    if (quote === "") {
      if (char === '"' || char === "'") quote = char;
      else if (!visit(char, at)) return;
    } else if (char === "\\" && quote === '"') at++;
    else if (char === quote) quote = "";
  }
}
