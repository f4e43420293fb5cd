const expressions: readonly (readonly [open: string, close: string])[] = [
  ["${{", "}}"],
  ["$[[", "]]"],
  ["{{", "}}"],
  ["{%", "%}"],
  ["<%", "%>"],
];

/**
 * A script in which each template outside of quotes is a variable of the same length, so that a shell parser reads it as one word: `{{ x }}`, `{% if x %}`,
 * `<%= x %>`, `${{ x }}`, `$[[ x ]]`; in a makefile its own `$(if $(X),a b)`, too. Statements become separate words.
 */
export function maskTemplates(source: string, language: string): string {
  const isMake = language === "make";
  if (!/\{\{|\{%|<%|\$\[\[/.test(source) && !(isMake && source.includes("$("))) return source;
  return source
    .split("\n")
    .map((line) => maskLine(line, isMake))
    .join("\n");
}

function maskLine(line: string, isMake: boolean): string {
  let masked = "";
  let quote = "";
  for (let at = 0; at < line.length;) {
    const char = line[at] ?? "";
    const end = quote === "" ? endOf(line, at, isMake) : undefined;
    if (end !== undefined) {
      masked += standIn(line.slice(at, end));
      at = end;
      continue;
    }
    if (char === "\\" && quote !== "'") {
      masked += line.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (char === quote) quote = "";
    else if (quote === "" && /["']/.test(char) && line.lastIndexOf(char) > at) quote = char;
    masked += char;
    at++;
  }
  return masked;
}

/** Where the template that begins at a place ends. */
function endOf(line: string, at: number, isMake: boolean): number | undefined {
  for (const [open, close] of expressions) {
    if (!line.startsWith(open, at)) continue;
    const end = line.slice(at, at + longest).indexOf(close, open.length);
    return end === -1 ? undefined : at + end + close.length;
  }
  // `$(     ` was `$(shell`, whose command is read.
  if (!isMake || !line.startsWith("$(", at) || line.startsWith("$(  ", at) || line[at - 1] === "_") return undefined;
  let depth = 0;
  for (let next = at + 1; next < Math.min(line.length, at + longest); next++) {
    if (line[next] === "(") depth++;
    else if (line[next] === ")" && --depth === 0) return next + 1;
  }
  return undefined;
}

/** Characters of a template. */
const longest = 400;

function standIn(template: string): string {
  if (template.length < 4) return template;
  const name = "_".repeat(template.length - 3);
  return /^(?:\{%|<%[^=])/.test(template) ? ` $${name} ` : `\${${name}}`;
}
