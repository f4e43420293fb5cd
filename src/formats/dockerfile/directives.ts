import { physicalLine, type PhysicalLine } from "./logical-lines.ts";

/** Parser directives: comments `# name=value` at the very top. */
export interface Directives {
  readonly values: ReadonlyMap<string, string>;
  /** Where the rest of the file begins. */
  readonly next: number;
  /** A directive that Docker refuses, with its 1-based number. */
  readonly problem?: { readonly number: number; readonly line: PhysicalLine; readonly text: string };
}

const directiveNames = new Set(["escape", "syntax", "check"]);

/** https://docs.docker.com/reference/dockerfile/#parser-directives; a blank line or another comment ends them. */
export function readDirectives(text: string, start: number): Directives {
  const values = new Map<string, string>();
  let at = start;
  for (let number = 1; at < text.length; number++) {
    const line = physicalLine(text, at);
    const match = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=(.+)$/s.exec(text.slice(line.start, line.end));
    const [, name, rawValue] = match ?? [];
    if (name === undefined || rawValue === undefined) break;
    // A value of nothing but blanks is the last of them.
    const value = rawValue.trim() || rawValue.slice(-1);
    const key = name.toLowerCase();
    // An unknown one is a comment like any other.
    if (!directiveNames.has(key)) break;
    if (values.has(key)) {
      return { values, next: at, problem: { number, line, text: `only one ${key} parser directive can be used` } };
    }
    if (key === "escape" && value !== "\\" && value !== "`") {
      return { values, next: at, problem: { number, line, text: "the escape character must be \\ or `" } };
    }
    values.set(key, value);
    at = line.next;
  }
  return { values, next: at };
}
