/**
 * Parts of `a:b:c`; an address in brackets or a variable in braces is one part, as in `[::1]:80:80` and
 * `${DATA:-/srv}:/data`.
 */
export function colonParts(text: string): readonly string[] {
  const parts: string[] = [];
  const lastBracket = text.lastIndexOf("]");
  const lastBrace = text.lastIndexOf("}");
  let closing = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (closing !== "") {
      if (char === closing) closing = "";
    } else if (char === "[" && at < lastBracket) closing = "]";
    else if (char === "{" && text[at - 1] === "$" && at < lastBrace) closing = "}";
    else if (char === ":") {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}
