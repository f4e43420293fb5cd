import { linesOf } from "../text/lines.ts";

/** All that WordPress reads of a file (get_file_data). */
export const headerBytes = 8 * 1024;
const longestValue = 512;

/**
 * Fields of the comment at the head of a file, by their names in lower case: `Plugin Name: Akismet`, as WordPress finds them
 * (wp-includes/functions.php, get_file_data): anywhere in the first 8 kB, after nothing but a comment opener. The first of a name counts.
 */
export function fileHeaders(text: string, names: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of linesOf(text.replaceAll("\r", "\n"))) {
    const colon = line.indexOf(":");
    if (colon === -1 || colon > 200) continue;
    const name = line
      .slice(0, colon)
      .replace(/^[ \t]*<\?php/i, "")
      .replace(/^[ \t/*#@]+/, "")
      .toLowerCase();
    if (!names.includes(name) || headers.has(name)) continue;
    const value = line.slice(colon + 1, colon + 1 + longestValue);
    const end = Math.min(...["*/", "?>"].map((mark) => value.indexOf(mark)).filter((at) => at !== -1), value.length);
    const word = value.slice(0, end).trim();
    if (word !== "") headers.set(name, word);
  }
  return headers;
}
