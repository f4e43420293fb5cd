/** Without the blank lines and lines of `#` that a text begins with, and without the blanks before the next. */
export function behindComments(text: string): string {
  let at = 0;
  for (;;) {
    while (at < text.length && text.charAt(at).trim() === "") at++;
    if (text.charAt(at) !== "#") return text.slice(at);
    const end = text.indexOf("\n", at);
    if (end === -1) return "";
    at = end + 1;
  }
}
