import type { Finding } from "../../domain/finding/finding.ts";
import type { Applicability } from "../../domain/finding/fix.ts";
import { shellQuote } from "../../dialects/text/shell-quote.ts";

/** The command for the fix of one rule in one file; only a safe fix is written without showing its diff. */
export function fixCommand(rule: string, applicability: Applicability, file: string): string {
  const mode = applicability === "safe" ? "--write" : `--${applicability}`;
  return `hullproof fix ${mode} --rule ${rule} ${fileArgument(file)}`;
}

const flags = { safe: "--write", proven: "--proven --write", suggested: "--suggested" } as const;
/** With more names than this, the command is for the whole folder. */
const mostFiles = 3;

/** One command for all findings of a rule; undefined if none has a fix. */
export function groupFixCommand(findings: readonly Finding[]): string | undefined {
  const fixable = findings.filter(({ fix }) => fix !== undefined);
  const [first] = fixable;
  if (first?.fix === undefined) return undefined;
  const files = [...new Set(fixable.flatMap(({ location }) => ("file" in location ? location.file : [])))].sort();
  if (files.length === 0) return undefined;
  const names = files.length > mostFiles ? "" : ` ${files.map(fileArgument).join(" ")}`;
  return `hullproof fix ${flags[first.fix.applicability]} --rule ${first.rule}${names}`;
}

function fileArgument(file: string): string {
  return shellQuote(file.startsWith("-") ? `./${file}` : file);
}
