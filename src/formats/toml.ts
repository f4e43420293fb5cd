import { ownValue, putOwn } from "../domain/own-value.ts";

/**
 * The part of TOML that RustSec's advisories are written in: tables, basic and literal texts (also over several lines), arrays of texts, bare
 * dates, numbers and booleans as text. Keys may be quoted or dotted. https://toml.io/en/v1.0.0
 * Returns the problem where a line is something else.
 */
export function readToml(text: string): Readonly<Record<string, unknown>> | string {
  // No prototype: a key may be called anything.
  const root = Object.create(null) as Record<string, unknown>;
  let table = root;
  let at = 0;
  const blanks = (pattern: RegExp): void => {
    pattern.lastIndex = at;
    if (pattern.test(text)) at = pattern.lastIndex;
  };
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text) ?? undefined;
    if (match !== undefined) at = pattern.lastIndex;
    return match;
  };
  const value = (depth = 0): unknown => {
    if (depth > deepest) return undefined;
    for (const [pattern, plain] of texts) {
      const match = take(pattern);
      if (match !== undefined) return plain ? match[1]! : unescaped(match[1]!);
    }
    if (take(/\[/y) === undefined) return take(/[\w.:+-]+/y)?.[0];
    const list: unknown[] = [];
    for (;;) {
      blanks(gap);
      if (take(/\]/y) !== undefined) return list;
      const element = value(depth + 1);
      if (element === undefined || list.length > 10_000) return undefined;
      list.push(element);
      blanks(gap);
      take(/,/y);
    }
  };
  for (;;) {
    blanks(gap);
    if (at >= text.length) return root;
    const start = at;
    const header = take(/\[([^\]\n]+)\][ \t]*(?:#[^\n]*)?(?=\n|$)/y);
    if (header !== undefined) {
      table = below(root, keys(header[1]!));
      continue;
    }
    const key = take(/((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\.(?:[\w-]+|"[^"\n]*"))*)[ \t]*=[ \t]*/y);
    const read = key === undefined ? undefined : value();
    if (key === undefined || read === undefined) {
      return `line ${text.slice(0, start).split("\n").length} of its TOML is not understood`;
    }
    const path = keys(key[1]!);
    putOwn(below(table, path.slice(0, -1)), path.at(-1)!, read);
  }
}

/** Lists in lists; advisories have one within another at most. */
const deepest = 32;
const gap = /(?:\s|#[^\n]*(?:\n|$))*/y;
const texts: readonly (readonly [pattern: RegExp, plain: boolean])[] = [
  [/"""\n?((?:[^"\\]|\\[\s\S]|"(?!""))*)"""/y, false],
  [/'''\n?((?:[^']|'(?!''))*)'''/y, true],
  [/"((?:[^"\\\n]|\\.)*)"/y, false],
  [/'([^'\n]*)'/y, true],
];

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|\s*\n\s*|(.))/g,
    (_, short: string, long: string, escapeChar: string) => {
      if (escapeChar !== undefined)
        return ownValue({ n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" }, escapeChar) ?? escapeChar;
      const code = Number.parseInt(short ?? long ?? "", 16);
      return Number.isNaN(code) ? "" : code <= 0x10_ffff ? String.fromCodePoint(code) : "";
    },
  );
}

function keys(path: string): string[] {
  return [...path.matchAll(/[\w-]+|"([^"]*)"|'([^']*)'/g)].map(
    ([plainKey, double, single]) => double ?? single ?? plainKey,
  );
}

function below(table: Record<string, unknown>, path: readonly string[]): Record<string, unknown> {
  let at = table;
  for (const key of path) {
    const next = ownValue(at, key);
    const isTable = typeof next === "object" && next !== null && !Array.isArray(next);
    const inner = isTable ? (next as Record<string, unknown>) : (Object.create(null) as Record<string, unknown>);
    if (!isTable) putOwn(at, key, inner);
    at = inner;
  }
  return at;
}
