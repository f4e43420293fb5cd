/** How what is filled in elsewhere begins and ends: `$NAME` besides, `%NAME%`. */
const brackets = [
  ["${{", "}}"],
  ["${", "}"],
  ["$(", ")"],
  ["{{", "}}"],
  ["<%", "%>"],
] as const;

/** Begins any of them. */
const opening = /[$%{<]/;

/** The parts of a value that stand in the text: without variables, and with what a variable is when it has no value. */
export function literalParts(value: string): readonly string[] {
  if (!opening.test(value)) return [value];
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < value.length; at++) {
    if (!opening.test(value.charAt(at)) || value.charAt(at - 1) === "$") continue;
    const end = referenceEnd(value, at);
    if (end === undefined) continue;
    const [, fallback = ""] = /^\$\{\w{1,100}:?[-=]([^}]*)/.exec(value.slice(at, end)) ?? [];
    parts.push(value.slice(from, at), fallback);
    from = end;
    at = end - 1;
  }
  return [...parts, value.slice(from)].filter((part) => part !== "");
}

/** Where a variable, a command or a place of a template ends that begins here; one that is cut off goes to the end. */
function referenceEnd(value: string, at: number): number | undefined {
  for (const [open, close] of brackets) {
    if (!value.startsWith(open, at)) continue;
    const end = value.indexOf(close, at + open.length);
    return end === -1 ? value.length : end + close.length;
  }
  const sign = value.charAt(at);
  if (sign !== "$" && sign !== "%") return undefined;
  let end = at + 1;
  while (/\w/.test(value.charAt(end))) end++;
  if (end === at + 1) return undefined;
  if (sign === "$") return end;
  return value.charAt(end) === "%" && /^[A-Z_]/.test(value.charAt(at + 1)) ? end + 1 : undefined;
}
