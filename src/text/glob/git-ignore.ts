import type { WorkLimit } from "../work-limit.ts";
import { readClass } from "./character-set.ts";
import { type Glob, globOf, type GlobToken } from "./glob.ts";

/** The patterns of one `.gitignore`. */
export interface GitIgnore {
  /**
   * Whether the last matching pattern excludes the path (true) or includes it (false); undefined without a match. The path is relative
   * to the folder of the file; its parent folders are not tested.
   */
  says(path: string, isFolder: boolean, limit?: WorkLimit): boolean | undefined;
}

interface Pattern {
  readonly glob: Glob;
  readonly ignored: boolean;
  readonly foldersOnly: boolean;
  /** Compared with the last name of the path. */
  readonly nameOnly: boolean;
  readonly at: number;
}

/** gitignore(5), case counts. A pattern that Git cannot match, such as an open `[`, matches nothing. */
export function gitIgnore(text: string): GitIgnore {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  // The last of equal lines decides, so the others need no test.
  const last = new Map(lines.map((line, at) => [line, at]));
  const patterns = lines
    .flatMap((line, at) => (last.get(line) === at ? [[line, at] as const] : []))
    .flatMap(([line, at]) => readLine(line.endsWith("\r") ? line.slice(0, -1) : line, at) ?? []);
  // Most patterns are names without wildcards: looked up rather than tried.
  const literal = Map.groupBy(
    patterns.filter(({ glob }) => glob.literal !== undefined),
    ({ glob, nameOnly }) => `${nameOnly ? "" : "/"}${glob.literal}`,
  );
  const globPatterns = patterns.filter(({ glob }) => glob.literal === undefined).reverse();
  return {
    says(path, isFolder, limit) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      let literalMatch: Pattern | undefined;
      for (const key of [name, `/${path}`]) {
        const last = literal.get(key)?.findLast(({ foldersOnly }) => isFolder || !foldersOnly);
        if (last !== undefined && (literalMatch === undefined || last.at > literalMatch.at)) literalMatch = last;
      }
      for (const pattern of globPatterns) {
        if (literalMatch !== undefined && pattern.at < literalMatch.at) break;
        if (pattern.foldersOnly && !isFolder) limit?.spend(1);
        else if (pattern.glob.fits(pattern.nameOnly ? name : path, limit)) return pattern.ignored;
      }
      return literalMatch?.ignored;
    },
  };
}

function readLine(line: string, at: number): Pattern | undefined {
  if (line.startsWith("#")) return undefined;
  let pattern = trimmed(line);
  const ignored = !pattern.startsWith("!");
  if (!ignored) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith("/");
  if (foldersOnly) pattern = pattern.slice(0, -1);
  const nameOnly = !pattern.includes("/");
  if (pattern.startsWith("/")) pattern = pattern.slice(1);
  const glob = pattern === "" ? undefined : read(pattern);
  return glob && { glob, ignored, foldersOnly, nameOnly, at };
}

/** Without trailing blanks, except one after a backslash. */
function trimmed(line: string): string {
  let end = line.length;
  while (line[end - 1] === " ") end--;
  let slashes = 0;
  while (line[end - 1 - slashes] === "\\") slashes++;
  return line.slice(0, slashes % 2 === 1 && end < line.length ? end + 1 : end);
}

const dialect = { negation: "^!", bracketFirst: true, posix: true, strictHyphen: false, slash: false };

/** Git, wildmatch.c with WM_PATHNAME. */
function read(pattern: string): Glob | undefined {
  const points = Array.from(pattern, (char) => char.codePointAt(0) ?? 0);
  const tokens: GlobToken[] = [];
  for (let at = 0; at < points.length; at++) {
    const char = String.fromCodePoint(points[at] ?? 0);
    if (char === "*") {
      let end = at;
      while (points[end + 1] === 42) end++;
      // More than two are two, whatever gitignore(5) says; and an escaped slash is one.
      const isWholeSegment = (at === 0 || points[at - 1] === 47) && end > at;
      if (isWholeSegment && points[end + 1] === 92 && points[end + 2] === 47) points.splice(end + 1, 1);
      const last = end + 1 >= points.length;
      if (isWholeSegment && last) tokens.push("all");
      else if (isWholeSegment && points[end + 1] === 47) {
        tokens.push("folders");
        end++;
      } else tokens.push("star");
      at = end;
    } else if (char === "?") tokens.push("one");
    else if (char === "[") {
      const characterClass = readClass(points, at, dialect);
      if (characterClass === undefined) return undefined;
      tokens.push(characterClass.set);
      at = characterClass.end;
    } else {
      if (char === "\\") at++;
      const point = points[at];
      if (point === undefined) return undefined;
      tokens.push(point);
    }
  }
  return globOf(tokens);
}
