import type { Ended } from "../../run-program.ts";
import type { Cell } from "./cell.ts";

/** What the machine's policy refuses any container, without a restriction of ours: where to look is said (src/sources/engine/containers/selinux.ts). */
const byPolicy = /SELinux confines containers on this engine, and may be what refused it: [^\n]{1,200}/;

/** A call that did not end as it should; a column that looks for a refusal of ours judges its message itself. */
export function failed({ code, stdout, stderr }: Ended): Cell {
  const words = lastWords(stderr) || lastWords(stdout) || "it said nothing";
  const [advice] = byPolicy.exec(stderr) ?? [];
  if (code === 2 && advice !== undefined)
    return { verdict: "refused", words: words.includes(advice) ? words : `${words.slice(0, 200)}... ${advice}` };
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
