/** A shell pattern as BuildKit knows it: `*` and `?`, no brackets; a backslash makes the next character literal. */
export type Pattern = readonly ("any" | "some" | { readonly char: string })[];

/** Longest value that patterns are matched against, in UTF-16 units: the work grows with its square. */
const longest = 2_048;

/** Places that one expansion may look at. A file may hold thousands of them, each with a pattern as long as itself. */
const mostSteps = 50_000;

interface Steps {
  left: number;
}

/** Undefined for an escape that BuildKit refuses (frontend/dockerfile/shell/lex.go, `convertShellPatternToRegex`). */
function readPattern(text: string): Pattern | undefined {
  const pattern: ("any" | "some" | { char: string })[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "*") {
      if (pattern.at(-1) !== "some") pattern.push("some");
    } else if (char === "?") pattern.push("any");
    else if (char !== "\\") pattern.push({ char });
    else {
      const next = text.charAt(at + 1);
      if (next === "}" || next === "/") continue;
      if (next !== "*" && next !== "?" && next !== "\\") return undefined;
      pattern.push({ char: next });
      at++;
    }
  }
  return pattern;
}

/** Ends of the shortest and of the longest match of the whole pattern that begins at `start`. */
function matchAt(
  pattern: Pattern,
  value: string,
  start: number,
  steps: Steps,
): { first: number; last: number } | undefined {
  // Places that can be reached after the tokens so far, rising; a star reaches everything from the first of them on.
  let ends = [start];
  for (const token of pattern) {
    steps.left -= ends.length;
    if (steps.left < 0) return undefined;
    if (token === "some") {
      const from = ends[0] ?? value.length + 1;
      ends = Array.from({ length: value.length - from + 1 }, (_, index) => from + index);
    } else {
      ends = ends
        .filter((end) => end < value.length && (token === "any" || value.charAt(end) === token.char))
        .map((end) => end + 1);
    }
    if (ends.length === 0) return undefined;
  }
  return { first: ends[0] ?? start, last: ends.at(-1) ?? start };
}

/** `${value#pattern}` and, when `greedy`, `${value##pattern}`; undefined when it cannot be said. */
export function withoutPrefix(value: string, pattern: string, greedy: boolean): string | undefined {
  const tokens = readPattern(pattern);
  if (tokens === undefined || value.length > longest) return undefined;
  const steps = { left: mostSteps };
  const match = matchAt(tokens, value, 0, steps);
  if (steps.left < 0) return undefined;
  return match === undefined ? value : value.slice(greedy ? match.last : match.first);
}

/** `${value%pattern}` and, when `greedy`, `${value%%pattern}`; undefined when it cannot be said. */
export function withoutSuffix(value: string, pattern: string, greedy: boolean): string | undefined {
  const tokens = readPattern(pattern);
  if (tokens === undefined || value.length > longest) return undefined;
  const steps = { left: mostSteps };
  const match = matchAt(tokens.toReversed(), value.split("").reverse().join(""), 0, steps);
  if (steps.left < 0) return undefined;
  return match === undefined ? value : value.slice(0, value.length - (greedy ? match.last : match.first));
}

/** `${value/pattern/replacement}` and, if `isGlobal`, `${value//pattern/replacement}`; undefined when it cannot be computed. */
export function withReplaced(
  value: string,
  pattern: string,
  replacement: string,
  isGlobal: boolean,
): string | undefined {
  const tokens = readPattern(pattern);
  if (tokens === undefined || value.length > longest) return undefined;
  const steps = { left: mostSteps };
  let result = "";
  let at = 0;
  while (at <= value.length) {
    const match = matchAt(tokens, value, at, steps);
    if (steps.left < 0) return undefined;
    if (match === undefined) {
      result += value.charAt(at++);
      continue;
    }
    result += replacement;
    if (!isGlobal) return result + value.slice(match.last);
    // An empty match moves on by one character, or it would be found forever.
    result += match.last === at ? value.charAt(at) : "";
    at = match.last === at ? at + 1 : match.last;
    if (at === value.length && match.last === at) break;
  }
  return result;
}
