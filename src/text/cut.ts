/**
 * Without the characters at its end that are among `chars`. A regular expression such as `/[ \t]+$/` starts again at each blank of the
 * text, which takes quadratic time.
 */
export function withoutEnd(text: string, chars: string): string {
  let end = text.length;
  while (end > 0 && chars.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Up to the first `mark` after the last `stop`: `a/b` of `a/b@1`, with `@` and `/`. The whole text without a mark. */
export function upToMark(text: string, mark: string, stop: string): string {
  const at = text.indexOf(mark, text.lastIndexOf(stop) + 1);
  return at === -1 ? text : text.slice(0, at);
}

/** The part after the last slash; the whole text without one. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `/etc` of `/etc/`; the root stays. */
export function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
