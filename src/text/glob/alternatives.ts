/** More than anyone writes; each becomes a separate pattern. */
const maxPatterns = 256;

/**
 * The patterns that `a{b,c{1..3}}` expands to. Braces without a comma or a range are text, as are those that are not closed. Undefined when it expands to
 * more than 256 patterns, or nests deeper than 16.
 */
export function alternatives(pattern: string): readonly string[] | undefined {
  const closes = closingBraces(pattern);
  if (closes === undefined) return undefined;
  return expand(0, pattern.length);

  function expand(from: number, to: number): string[] | undefined {
    let patterns = [""];
    for (let at = from; at < to;) {
      const close = closes?.get(at);
      const isGroup = pattern[at] === "{" && close !== undefined && close < to;
      const group = isGroup ? members(at + 1, close) : undefined;
      if (group === "too many") return undefined;
      if (group !== undefined && isGroup) {
        if (patterns.length * group.length > maxPatterns) return undefined;
        patterns = patterns.flatMap((expansion) => group.map((member) => expansion + member));
        at = close + 1;
        continue;
      }
      let end = at + (pattern[at] === "\\" ? 2 : 1);
      while (end < to && pattern[end] !== "{" && pattern[end] !== "\\") end++;
      const text = pattern.slice(at, Math.min(end, to));
      patterns = patterns.map((expansion) => expansion + text);
      at = end;
    }
    return patterns;
  }

  /** Undefined when the braces are text. */
  function members(from: number, to: number): string[] | undefined | "too many" {
    const commas: number[] = [];
    for (let at = from; at < to; at++) {
      if (pattern[at] === "\\") at++;
      else if (pattern[at] === "{") at = closes?.get(at) ?? at;
      else if (pattern[at] === ",") commas.push(at);
    }
    if (commas.length === 0) return numbers(pattern.slice(from, to));
    const choices: string[] = [];
    for (const [index, comma] of [...commas, to].entries()) {
      const expansions = expand(index === 0 ? from : (commas[index - 1] ?? from) + 1, comma);
      if (expansions === undefined || choices.length + expansions.length > maxPatterns) return "too many";
      choices.push(...expansions);
    }
    return choices;
  }
}

function numbers(text: string): string[] | undefined | "too many" {
  const [, first, last] = /^(-?\d{1,9})\.\.(-?\d{1,9})$/.exec(text) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const [from, to] = [Number(first), Number(last)];
  if (Math.abs(to - from) >= maxPatterns) return "too many";
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => String(from + index * step));
}

/** Where each `{` is closed; undefined when they nest too deep. */
function closingBraces(pattern: string): Map<number, number> | undefined {
  const closes = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === "\\") at++;
    else if (pattern[at] === "{") open.push(at);
    else if (pattern[at] === "}") {
      const start = open.pop();
      if (start !== undefined) closes.set(start, at);
      if (open.length >= 16 && start !== undefined) return undefined;
    }
  }
  return closes;
}
