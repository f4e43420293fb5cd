import { readClass } from "./character-set.ts";
import { type Glob, globOf, type GlobToken } from "./glob.ts";

// A pattern of a `.dockerignore` becomes a regular expression in the builder, where a class may hold a slash, and `!` does not negate.
const inIgnore = { negation: "^", bracketFirst: true, posix: false, strictHyphen: false, slash: true };
// Go, path/filepath/match.go
const inGo = { negation: "^", bracketFirst: false, posix: false, strictHyphen: true, slash: true };

/**
 * A cleaned pattern of a `.dockerignore` (github.com/moby/patternmatcher): `*`, `?`, `[...]`, a backslash, and `**` for any number of
 * folders. Undefined for a pattern that the builder refuses, such as an open `[`.
 */
export function dockerGlob(pattern: string): Glob | undefined {
  return read(pattern, true);
}

/** Go's `filepath.Match`, as sources of COPY and ADD are read: `**` is a `*`. Undefined for a bad pattern. */
export function goGlob(pattern: string): Glob | undefined {
  return read(pattern, false);
}

function read(pattern: string, folders: boolean): Glob | undefined {
  const points = Array.from(pattern, (char) => char.codePointAt(0) ?? 0);
  const tokens: GlobToken[] = [];
  for (let at = 0; at < points.length; at++) {
    const point = points[at] ?? 0;
    const char = String.fromCodePoint(point);
    if (char === "*" && folders && points[at + 1] === point) {
      at += points[at + 2] === 47 ? 2 : 1;
      tokens.push(at + 1 >= points.length ? "all" : "folders");
    } else if (char === "*") tokens.push("star");
    else if (char === "?") tokens.push("one");
    else if (char === "\\" && at + 1 < points.length) tokens.push(points[++at] ?? 0);
    else if (char === "\\" && !folders) return undefined;
    else if (char === "[") {
      const characterClass = readClass(points, at, folders ? inIgnore : inGo);
      if (characterClass === undefined) return undefined;
      tokens.push(characterClass.set);
      at = characterClass.end;
    } else tokens.push(point);
  }
  return globOf(tokens);
}
