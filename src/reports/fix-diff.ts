import type { FixReport } from "../domain/fix-report.ts";
import { tame } from "./content/tame.ts";

/** The diffs of all files: plain for `git apply` and `patch`, in colour and with control characters written out for a terminal. */
export function renderFixDiff({ files }: FixReport, { colour }: { readonly colour: boolean }): string {
  const text = files.map(({ diff }) => diff).join("");
  return colour ? colourDiff(text) : text;
}

export function colourDiff(diff: string): string {
  return tame(diff).split("\n").map(colourLine).join("\n");
}

function colourLine(line: string): string {
  const paint = (code: string, text: string) => (text === "" ? "" : `\u001b[${code}m${text}\u001b[0m`);
  if (/^(---|\+\+\+) /.test(line)) return paint("1", line);
  const [, range, note = ""] = /^(@@ [^@]+ @@)(.*)$/.exec(line) ?? [];
  if (range !== undefined) return paint("36", range) + paint("1", note);
  if (line.startsWith("+")) return paint("32", line);
  if (line.startsWith("-")) return paint("31", line);
  return line;
}
