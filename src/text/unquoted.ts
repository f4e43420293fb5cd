/** What a pair of equal quotes holds, `"` or `'`, or the text itself where there is none around it. Escapes stay as they are. */
export function unquoted(text: string): string {
  const quote = text[0];
  return text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text;
}
