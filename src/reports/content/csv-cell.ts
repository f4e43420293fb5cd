/**
 * A cell of CSV. A spreadsheet takes what begins with one of some signs for a formula, also behind blanks, in a new line and in full width (OWASP, CSV Injection): a quote before
 * it makes it a text. Closed: its text is in the page's script, too.
 */
export function csvCell(text: string): string {
  const line = text.replaceAll("\n", " ");
  const safe = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]/.test(line) ? `'${line}` : line;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
