import type { Applicability } from "../../domain/finding/fix.ts";
import { shellQuote } from "../../emit/text/shell-quote.ts";

/** The command that makes the fix of one rule in one file; only a safe one is written without a look at its diff. */
export function fixCommand(rule: string, applicability: Applicability, file: string): string {
  const how = applicability === "safe" ? "--write" : `--${applicability}`;
  return `hullproof fix ${how} --rule ${rule} ${shellQuote(file.startsWith("-") ? `./${file}` : file)}`;
}
