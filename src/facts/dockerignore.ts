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
  readonly test: RegExp;
}

/**
 * As the builder reads it (https://docs.docker.com/build/concepts/context/#dockerignore-files): one pattern a line, `#` at the
 * start of a line for a comment, blanks trimmed, path cleaned and without leading `/`, `!` for an exception, `**` for any
 * number of folders; the last pattern that matches decides, and a pattern that matches a folder matches all below it.
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
  const patterns = cleaned.flatMap(({ exception, text: pattern }): Pattern[] => {
    const test = toRegExp(pattern);
    return pattern === "" || pattern === "." || test === undefined ? [] : [{ exception, test }];
  });
  const hasExceptions = patterns.some(({ exception }) => exception);
  return {
    hasExceptions,
    everything: cleaned.some((one) => !one.exception && /^(\*|\*\*|\*\*\/\*)$/.test(one.text)),
    ignores(path) {
      const parts = clean(path).split("/");
      const paths = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
      let ignored = false;
      for (const { exception, test } of patterns) {
        if (exception === ignored && paths.some((one) => test.test(one))) ignored = !exception;
      }
      return ignored;
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

/** Undefined for a pattern that is none, such as an open `[`; the builder refuses such a file. */
function toRegExp(pattern: string): RegExp | undefined {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (pattern.startsWith("**", at)) {
      at++;
      if (pattern.charAt(at + 1) === "/") at++;
      source += at + 1 >= pattern.length ? ".*" : "(.*/)?";
    } else if (char === "*") source += "[^/]*";
    else if (char === "?") source += "[^/]";
    else if (char === "\\" && at + 1 < pattern.length) source += escaped(pattern.charAt(++at));
    else if (char === "[") {
      const end = pattern.indexOf("]", at + 2);
      if (end === -1) return undefined;
      const set = pattern.slice(at + 1, end).replace(/[\\\]]/g, "\\$&");
      source += `[${set.replace(/^!/, "^")}]`;
      at = end;
    } else source += escaped(char);
  }
  try {
    return new RegExp(`^${source}$`, "s");
  } catch {
    return undefined;
  }
}

function escaped(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");
}
