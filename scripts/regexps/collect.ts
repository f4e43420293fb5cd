import { execFileSync } from "node:child_process";
import { exceptions } from "../../test/regexps-exceptions.ts";
import { repeats, type Pattern } from "./check-all.ts";
import { findPatterns } from "./find.ts";

/** UTF-16 units up to which `bounded` may be handed a pattern of more than linear time. */
const longestBound = 1_024;

export interface Collected {
  /** As they stand in the sources, and as modules make them while they are loaded. */
  readonly all: readonly Pattern[];
  /** Of those, the ones that have to be linear: each once. */
  readonly judged: readonly Pattern[];
  readonly found: ReturnType<typeof findPatterns>;
}

/** `root` ends with a slash. */
export function collectPatterns(root: string): Collected {
  const found = findPatterns(root);
  const files = [...new Set(found.made.map(({ file }) => root + file))];
  const output = execFileSync(process.execPath, [`${root}scripts/regexps/made.mjs`, ...files], { encoding: "utf8" });
  const made = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Pattern)
    .map((one) => ({ ...one, at: one.at.slice(root.length) }));
  const all = [...found.written, ...made];
  const judged = new Map<string, Pattern>();
  for (const one of all) {
    const isBounded = "bound" in one && typeof one.bound === "number" && one.bound <= longestBound;
    if (repeats(one) && !isBounded && !isException(one)) judged.set(`${one.source}/${one.flags}`, one);
  }
  return { all, judged: [...judged.values()], found };
}

function isException({ source, at }: Pattern): boolean {
  return exceptions.some(({ file, what }) => at.startsWith(file) && source.startsWith(what));
}
