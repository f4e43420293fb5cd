/**
 * A CSV cell. Spreadsheets interpret text that starts with certain signs as a formula, even after blanks, in a new
 * line and in full width (OWASP, CSV Injection): a leading quote makes it text. Self-contained: the page's script
 * includes its source.
 */
export function csvCell(text: string): string {
  const line = text.replaceAll("\n", " ");
  const safe = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]/.test(line) ? `'${line}` : line;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
