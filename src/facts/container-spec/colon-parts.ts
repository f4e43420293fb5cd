/** Parts of `a:b:c`; what stands in brackets or braces is one, as in `[::1]:80:80` and `${DATA:-/srv}:/data`. */
export function colonParts(text: string): readonly string[] {
  const parts: string[] = [];
  let open = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "[" || char === "{") open++;
    else if (char === "]" || char === "}") open = Math.max(0, open - 1);
    else if (char === ":" && open === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}
