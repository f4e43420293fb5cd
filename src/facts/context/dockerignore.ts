import { dockerGlob } from "../../text/glob/docker-glob.ts";
import type { Glob } from "../../text/glob/glob.ts";
import { type WorkLimit, workLimit } from "../../text/work-limit.ts";

/** A parsed `.dockerignore`. */
export interface DockerIgnore {
  /** A path of the context, `/` between folders, is kept out of the build: it or a folder above it matches. */
  ignores(path: string): boolean;
  /** Some pattern begins with `!`, so that a folder may be out and a file in it in. */
  readonly hasExceptions: boolean;
  /** A pattern keeps everything out. */
  readonly everything: boolean;
}

interface Pattern {
  readonly exception: boolean;
  readonly glob: Glob;
  readonly at: number;
}

/**
 * An ignore file as the builder reads it (https://docs.docker.com/build/concepts/context/#dockerignore-files): one pattern a line, `#` at the
 * start of a line for a comment, blanks trimmed, path cleaned and without leading `/`, `!` for an exception, `**` for any
 * number of folders; the last pattern that matches decides, and a pattern that matches a folder matches all below it. Throws the Failure
 * `too-complex` when patterns and paths together exceed the work limit.
 */
export function dockerIgnore(text: string): DockerIgnore {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((line) => (line.startsWith("#") || line.trim() === "" ? [] : [line.trim()]));
  const cleaned = lines.map((line) => ({
    exception: line.startsWith("!"),
    text: clean(line.replace(/^!\s*/, "")),
  }));
  const patterns = cleaned.flatMap(({ exception, text: pattern }, at): Pattern[] => {
    const glob = pattern === "" || pattern === "." ? undefined : dockerGlob(pattern);
    return glob === undefined ? [] : [{ exception, glob, at }];
  });
  // Most patterns are paths without wildcards: looked up rather than tried.
  const literal = new Map(
    patterns.flatMap((pattern) => (pattern.glob.literal === undefined ? [] : [[pattern.glob.literal, pattern]])),
  );
  const globPatterns = patterns.filter(({ glob }) => glob.literal === undefined).reverse();
  const limit: WorkLimit = workLimit("the ignore file of the build context");
  return {
    hasExceptions: patterns.some(({ exception }) => exception),
    everything: cleaned.some((pattern) => !pattern.exception && /^(\*|\*\*|\*\*\/\*)$/.test(pattern.text)),
    ignores(path) {
      const text = clean(path);
      let last: Pattern | undefined;
      for (let end = text.indexOf("/"); ; end = text.indexOf("/", end + 1)) {
        const literalMatch = literal.get(end === -1 ? text : text.slice(0, end));
        if (literalMatch !== undefined && (last === undefined || literalMatch.at > last.at)) last = literalMatch;
        if (end === -1) break;
      }
      for (const pattern of globPatterns) {
        if (last !== undefined && pattern.at < last.at) break;
        if (!pattern.glob.fits(text, limit, true)) continue;
        last = pattern;
        break;
      }
      return last?.exception === false;
    },
  };
}

/** Without `.` and empty parts, `..` resolved, no `/` at either end. */
function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "..") parts.push(part);
  }
  return parts.join("/");
}
