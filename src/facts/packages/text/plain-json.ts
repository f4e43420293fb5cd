import { endOfString, mostValues } from "./json.ts";

/** JSON with comments and trailing commas, as `bun.lock` is, without either. Strings stay unchanged. */
export function plainJson(text: string): string {
  const parts: string[] = [];
  let from = 0;
  // Index of the last comma in `parts`, when only white space and comments followed it.
  let comma = -1;
  const keep = (to: number): void => {
    if (to > from) parts.push(text.slice(from, to));
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) continue;
    if (code === 0x2f && (text[at + 1] === "/" || text[at + 1] === "*")) {
      keep(at);
      const line = text[at + 1] === "/";
      const end = text.indexOf(line ? "\n" : "*/", at + 2);
      at = end === -1 ? text.length : line ? end - 1 : end + 1;
      from = at + 1;
      continue;
    }
    if (code === 0x2c) {
      keep(at);
      comma = parts.push(",") - 1;
      if (comma > 2 * mostValues) throw new Error("its JSON has too many values");
      from = at + 1;
      continue;
    }
    if (comma !== -1 && (code === 0x7d || code === 0x5d)) parts[comma] = "";
    comma = -1;
    if (code === 0x22) at = endOfString(text, at);
  }
  keep(text.length);
  return parts.join("");
}
