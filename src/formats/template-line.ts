/** Marks of Jinja, Go, ERB, m4-like and sed-like placeholders, and a variable where an instruction or a key has to be: `{{ x }}`, `{% if`, `<%=`, `%%X%%`, `@X@`, `${X}`. */
const mark = /\{\{|\{%|<%|%%[\w-]{1,60}%%|@@?[A-Z][A-Z_]{1,60}@@?|^\s{0,200}\$\{?\w/;
/** A line that is nothing but a directive: the text around it is another one each time. */
const directive = /^\s{0,200}(?:\{%|\{\{-?\s{0,9}(?:if|range|with|end|else|define|template|include)\b|<%-?\s)/m;

/**
 * Whether a text that is refused at `at` is a template there: a renderer replaces something in that line, or directives stand anywhere. YAML notices a line late or early, so that the lines
 * around it count.
 */
export function isTemplateAt(text: string, at: number, format: "yaml" | "dockerfile"): boolean {
  if (directive.test(text)) return true;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = endOfLine(text, at);
  if (format === "dockerfile") return isMarked(text.slice(start, end));
  const before = start < 2 ? 0 : text.lastIndexOf("\n", start - 2) + 1;
  return text
    .slice(before, endOfLine(text, end + 1))
    .split("\n")
    .some(isMarked);
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

function isMarked(line: string): boolean {
  return !/^\s*#/.test(line) && mark.test(line);
}
