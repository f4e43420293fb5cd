/**
 * Whether `pattern`, in which `*` matches any text (slashes too), matches all of `text`. One pass over the pieces between the
 * stars, so that no pattern costs more than the text is long.
 */
export function fitsWildcard(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of rest) {
    const pieceStart = text.indexOf(piece, at);
    if (pieceStart === -1) return false;
    at = pieceStart + piece.length;
  }
  return at <= text.length - last.length;
}
