import type { Ended } from "../../run-program.ts";
import type { Cell } from "./cell.ts";

/** Messages that a person looked at and found clear: what, why, and what to do. Any other end is broken. */
const clear: readonly RegExp[] = [/has no BuildKit, and nothing else builds here/];

/** A call that did not end as it should. */
export function failed({ code, stdout, stderr }: Ended): Cell {
  const words = lastWords(stderr) || lastWords(stdout) || "it said nothing";
  if (code === 2 && clear.some((pattern) => pattern.test(stderr))) return { verdict: "refused", words };
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
