/** A comment, or a piece of a string, as it stands in a source. */
export interface Prose {
  /** Counted from 1. */
  readonly line: number;
  readonly kind: "comment" | "string";
  readonly text: string;
}

/** What a `/` begins a regular expression behind: an operator, an opening bracket, or one of these words. */
const beforePattern = /(?:[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|yield|await|do|else))\s*$/u;

/** Comments and strings of a TypeScript file, in order. Regular expressions are left out; of template strings each piece between two values is one. */
export function proseOf(source: string): Prose[] {
  const found: Prose[] = [];
  let at = 0;
  let line = 1;
  let code = "";
  const depths: number[] = [];

  const take = (end: number, kind?: Prose["kind"]) => {
    const text = source.slice(at, end);
    if (kind !== undefined) found.push({ line, kind, text });
    line += text.split("\n").length - 1;
    at = end;
  };
  /** Behind the next `quote`, or the `${` of a template, that no backslash escapes. */
  const endOf = (quote: string, from: number) => {
    for (let next = from; next < source.length; next++) {
      if (source[next] === "\\") next++;
      else if (source[next] === quote) return next + 1;
      else if (quote === "`" && source.startsWith("${", next)) return next + 2;
    }
    return source.length;
  };
  const template = () => {
    const end = endOf("`", at + 1);
    if (source.startsWith("${", end - 2) && source[end - 1] === "{") depths.push(0);
    take(end, "string");
    code = depths.length > 0 && source[at - 1] === "{" ? "(" : "x";
  };

  while (at < source.length) {
    const char = source[at] ?? "";
    if (source.startsWith("//", at)) take(indexOr(source, "\n", at), "comment");
    else if (source.startsWith("/*", at)) take(indexOr(source, "*/", at) + 2, "comment");
    else if (char === '"' || char === "'") {
      take(endOf(char, at + 1), "string");
      code = "x";
    } else if (char === "`") template();
    else if (char === "/" && (code === "" || beforePattern.test(code))) {
      take(endOfPattern(source, at + 1));
      code = "x";
    } else {
      const depth = depths.at(-1);
      if (depth !== undefined && char === "{") depths[depths.length - 1] = depth + 1;
      if (depth !== undefined && char === "}") {
        if (depth === 0) {
          depths.pop();
          template();
          continue;
        }
        depths[depths.length - 1] = depth - 1;
      }
      code = (code + char).slice(-12);
      take(at + 1);
    }
  }
  return found;
}

function endOfPattern(source: string, from: number): number {
  let inClass = false;
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "[") inClass = true;
    else if (source[at] === "]") inClass = false;
    else if (source[at] === "/" && !inClass) return at + 1;
  }
  return source.length;
}

function indexOr(source: string, text: string, from: number): number {
  const at = source.indexOf(text, from);
  return at === -1 ? source.length : at;
}
