/** The text inside a pair of equal quotes, `"` or `'`, or the text itself without quotes. Escapes stay as they are. */
export function unquoted(text: string): string {
  const quote = text[0];
  return text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text;
}
