import { ownValue } from "../domain/own-value.ts";
import { compareText } from "../text/compare-text.ts";
import type { Sign } from "./version-order.ts";

const finalHyphen = "*final-";
const words: Readonly<Record<string, string>> = { pre: "c", preview: "c", rc: "c", "-": "final-", dev: "@" };

/**
 * Setuptools' order before PEP 440 (its manual, "Specifying your project's version"; `parse_version` up to setuptools
 * 65). Expects lower case.
 */
export function compareLegacy(a: string, b: string): Sign {
  const left = keyOf(a);
  const right = keyOf(b);
  for (const [at, part] of left.entries()) {
    const otherPart = right[at];
    if (otherPart === undefined) return 1;
    const order = compareText(part, otherPart);
    if (order !== 0) return order;
  }
  return left.length < right.length ? -1 : 0;
}

function keyOf(text: string): readonly string[] {
  const key: string[] = [];
  for (const part of text.match(/[0-9]+|[a-z]+|-|[^0-9a-z.-]+/g) ?? []) push(key, ownValue(words, part) ?? part);
  push(key, "final");
  return key;
}

/** Pads numbers with zeros. Words before "final" remove preceding hyphens, and all words remove preceding zeros. */
function push(key: string[], part: string): void {
  if (/^[0-9]/.test(part)) {
    key.push(part.padStart(8, "0"));
    return;
  }
  const word = `*${part}`;
  if (word < "*final") while (key.at(-1) === finalHyphen) key.pop();
  while (key.at(-1) === "00000000") key.pop();
  key.push(word);
}
