import type { Ended } from "../../run-program.ts";
import type { Cell } from "./cell.ts";

/** A call that did not end as it should; a column that looks for a refusal judges its message itself. */
export function failed({ code, stdout, stderr }: Ended): Cell {
  const words = lastWords(stderr) || lastWords(stdout) || "it said nothing";
  return { verdict: "broken", words: `${code === undefined ? "no end in time" : `exit ${code}`}: ${words}` };
}

/** The message with its hint, without progress. */
export function lastWords(text: string): string {
  const lines = text.trim().split("\n");
  const from = lines.findLastIndex((line) => line.startsWith("hullproof"));
  return lines
    .slice(from === -1 ? -2 : from)
    .map((line) => line.trim())
    .join(" ")
    .slice(0, 400);
}

export function broken(words: string): Cell {
  return { verdict: "broken", words: words.slice(0, 400) };
}
