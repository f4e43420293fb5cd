import type { WorkLimit } from "../work-limit.ts";
import { readClass } from "./character-set.ts";
import { type Glob, globOf, type GlobToken } from "./glob.ts";

/** The patterns of one `.gitignore`. */
export interface GitIgnore {
  /**
   * Whether the last pattern that fits leaves the path out (true) or takes it in (false); undefined when none fits. The path is relative
   * to the folder of the file; of folders on the way to it nothing is asked.
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
  // The last of equal lines decides, so the others need not be asked.
  const last = new Map(lines.map((line, at) => [line, at]));
  const patterns = lines
    .flatMap((line, at) => (last.get(line) === at ? [[line, at] as const] : []))
    .flatMap(([line, at]) => readLine(line.endsWith("\r") ? line.slice(0, -1) : line, at) ?? []);
  // Most patterns are names without wildcards: looked up rather than tried.
  const literal = Map.groupBy(
    patterns.filter(({ glob }) => glob.literal !== undefined),
    ({ glob, nameOnly }) => `${nameOnly ? "" : "/"}${glob.literal}`,
  );
  const others = patterns.filter(({ glob }) => glob.literal === undefined).reverse();
  return {
    says(path, isFolder, limit) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      let found: Pattern | undefined;
      for (const key of [name, `/${path}`]) {
        const last = literal.get(key)?.findLast(({ foldersOnly }) => isFolder || !foldersOnly);
        if (last !== undefined && (found === undefined || last.at > found.at)) found = last;
      }
      for (const one of others) {
        if (found !== undefined && one.at < found.at) break;
        if (one.foldersOnly && !isFolder) limit?.spend(1);
        else if (one.glob.fits(one.nameOnly ? name : path, limit)) return one.ignored;
      }
      return found?.ignored;
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

/** Without blanks at the end, but for one behind a backslash. */
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
      const alone = (at === 0 || points[at - 1] === 47) && end > at;
      if (alone && points[end + 1] === 92 && points[end + 2] === 47) points.splice(end + 1, 1);
      const last = end + 1 >= points.length;
      if (alone && last) tokens.push("all");
      else if (alone && points[end + 1] === 47) {
        tokens.push("folders");
        end++;
      } else tokens.push("star");
      at = end;
    } else if (char === "?") tokens.push("one");
    else if (char === "[") {
      const found = readClass(points, at, dialect);
      if (found === undefined) return undefined;
      tokens.push(found.set);
      at = found.end;
    } else {
      if (char === "\\") at++;
      const point = points[at];
      if (point === undefined) return undefined;
      tokens.push(point);
    }
  }
  return globOf(tokens);
}
