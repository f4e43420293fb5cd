/**
 * Variables in one value of a Compose file: `$A`, `${A}`, `${A-x}`, `${A:-x}`, `${A?x}`, `${A:?x}`, `${A+x}`, `${A:+x}`, and `$$` for a
 * dollar sign (compose-spec, 12-interpolation.md). `missing` hears of a variable that has neither value nor default; it is empty then.
 */
export function interpolate(
  text: string,
  value: (name: string) => string | undefined,
  missing: (name: string) => void,
  depth = 0,
): string {
  // No one writes defaults of defaults so deep; what a hostile file does stays as it is written.
  if (depth > deepest) return text;
  let out = "";
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf("$", at);
    if (dollar === -1) return out + text.slice(at);
    out += text.slice(at, dollar);
    const rest = text.slice(dollar + 1);
    const plain = /^[A-Za-z_][A-Za-z0-9_]*/u.exec(rest)?.[0];
    if (rest.startsWith("$")) {
      out += "$";
      at = dollar + 2;
    } else if (plain !== undefined) {
      out += known(plain, value, missing);
      at = dollar + 1 + plain.length;
    } else if (rest.startsWith("{")) {
      const length = closing(rest);
      out += braced(rest.slice(1, length), value, missing, depth);
      at = dollar + 2 + length;
    } else {
      out += "$";
      at = dollar + 1;
    }
  }
  return out;
}

const deepest = 64;

function braced(
  inner: string,
  value: (name: string) => string | undefined,
  missing: (name: string) => void,
  depth: number,
): string {
  const [, name = "", operator = "", word = ""] = /^([A-Za-z_][A-Za-z0-9_]*)(:?[-?+])?(.*)$/su.exec(inner) ?? [];
  const found = value(name);
  const set = found !== undefined && (found !== "" || !operator.startsWith(":"));
  const other = () => interpolate(word, value, missing, depth + 1);
  if (operator.endsWith("+")) return set ? other() : "";
  if (set) return found;
  if (operator.endsWith("-")) return other();
  return known(name, value, missing);
}

function known(name: string, value: (name: string) => string | undefined, missing: (name: string) => void): string {
  const found = value(name);
  if (found === undefined) missing(name);
  return found ?? "";
}

/** Place of the brace that closes the first one; the end of the text where none does. */
function closing(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return text.length;
}
