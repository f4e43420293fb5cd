import type { WorkLimit } from "../work-limit.ts";
import { alternatives } from "./alternatives.ts";
import { readClass } from "./character-set.ts";
import { type Glob, globOf, type GlobToken } from "./glob.ts";

/** UTF-16 units of a pattern; no path is longer (PATH_MAX). */
const longest = 4_096;

/**
 * The globs of `hullproof.yaml`: `*` and `?` within a name, `**` for any number of folders, `[a-z]` and `[!a-z]`, `{a,b}`, a backslash
 * before a literal character. Wildcards match no dot at the beginning of a name. The same as Node's `matchesGlob`
 * but for `+(a|b)` and its like, which are refused. `refused` says why the pattern is invalid; such a pattern matches nothing.
 */
export function pathGlob(pattern: string): { readonly glob: Glob } | { readonly refused: string } {
  if (pattern.length > longest) return { refused: `a pattern is at most ${longest.toLocaleString("en")} characters` };
  if (/[+@!?*]\(/.test(pattern) && pattern.includes(")"))
    return { refused: "+(a|b), @(a|b), !(a), ?(a) and *(a) are not known: write {a,b}" };
  const patterns = alternatives(pattern);
  if (patterns === undefined) return { refused: "the pattern stands for too many others: write fewer {a,b}" };
  const globs = patterns.map(read);
  const [only] = globs;
  if (globs.length === 1 && only !== undefined) return { glob: only };
  return {
    glob: {
      fits: (text: string, limit?: WorkLimit, above?: boolean) => globs.some((glob) => glob.fits(text, limit, above)),
    },
  };
}

const dialect = { negation: "!^", bracketFirst: true, posix: true, strictHyphen: false, slash: false };

function read(pattern: string): Glob {
  const tokens: GlobToken[] = [];
  const parts = pattern
    .split("/")
    .filter((part, at, segments) => part !== "" || at === 0 || at === segments.length - 1);
  for (const [at, part] of parts.entries()) {
    const isLast = at === parts.length - 1;
    if (part === "**") {
      tokens.push(isLast ? "all" : "folders");
      continue;
    }
    // A star alone is a name, and no name is empty.
    if (part === "*") tokens.push("one");
    tokens.push(...name(part));
    if (!isLast) tokens.push(47);
  }
  return globOf(tokens, false);
}

function name(part: string): GlobToken[] {
  const points = Array.from(part, (char) => char.codePointAt(0) ?? 0);
  const tokens: GlobToken[] = [];
  for (let at = 0; at < points.length; at++) {
    const char = String.fromCodePoint(points[at] ?? 0);
    const characterClass = char === "[" ? readClass(points, at, dialect) : undefined;
    if (char === "*") tokens.push("star");
    else if (char === "?") tokens.push("one");
    else if (characterClass !== undefined) {
      tokens.push(characterClass.set);
      at = characterClass.end;
    } else {
      if (char === "\\" && at + 1 < points.length) at++;
      tokens.push(points[at] ?? 0);
    }
  }
  return tokens;
}
