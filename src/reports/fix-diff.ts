import type { FixReport } from "../domain/report/fix-report.ts";
import { escapeReport } from "./content/escape-report.ts";

/**
 * The diffs of all files: unchanged for `git apply` and `patch` in a file (`exact`), otherwise with secrets masked;
 * with control characters escaped on a terminal (`live`).
 */
export function renderFixDiff(
  { files }: FixReport,
  { colour, live, exact }: { readonly colour: boolean; readonly live: boolean; readonly exact: boolean },
): string {
  const text = files.map(({ diff, maskedDiff = diff }) => (exact ? diff : maskedDiff)).join("");
  return colour ? colourDiff(text) : live ? escapeReport(text) : text;
}

/** For people, not for `git apply`: the notes of a hunk have separate lines. */
export function colourDiff(diff: string): string {
  return escapeReport(diff).split("\n").map(colourLine).join("\n");
}

function colourLine(line: string): string {
  const paint = (code: string, text: string) => (text === "" ? "" : `\u001b[${code}m${text}\u001b[0m`);
  if (/^(---|\+\+\+) /.test(line)) return paint("1", line);
  const [, range, note = ""] = /^(@@ [^@]+ @@)(.*)$/.exec(line) ?? [];
  const notes = note.split("; ").map((one) => paint("1", one === "" ? "" : `   ${one.trimStart()}`));
  if (range !== undefined) return [paint("36", range), ...notes.filter((one) => one !== "")].join("\n");
  if (line.startsWith("+")) return paint("32", line);
  if (line.startsWith("-")) return paint("31", line);
  return line;
}
