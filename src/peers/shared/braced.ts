/** Each `${...}` of a text, changed. What is closed only: an open brace reaches to the end, so that nothing is searched twice. */
export function withoutBraces(text: string, change: (piece: string) => string): string {
  return text.replace(/\$\{[^}]*(?:\}|$)/g, (piece) => (piece.endsWith("}") ? change(piece) : piece));
}
