import { decoded } from "./purl.ts";
import { qualifierValue } from "./write-purl.ts";

/** A purl with additional qualifiers, in the order of the specification. Existing ones stay unchanged. */
export function addQualifiers(purl: string, newQualifiers: ReadonlyMap<string, string>): string {
  const { head, pairs, tail } = split(purl);
  const added = [...newQualifiers].filter(([key]) => !pairs.some((pair) => keyOf(pair) === key));
  if (added.length === 0) return purl;
  const mergedPairs = [...pairs, ...added.map(([key, value]) => `${key}=${qualifierValue(value)}`)];
  return `${head}?${mergedPairs.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).join("&")}${tail}`;
}

/** A purl without some of its qualifiers. */
export function removeQualifiers(purl: string, keys: readonly string[]): string {
  const { head, pairs, tail } = split(purl);
  const keptPairs = pairs.filter((pair) => !keys.includes(keyOf(pair)));
  if (keptPairs.length === pairs.length) return purl;
  return `${head}${keptPairs.length === 0 ? "" : `?${keptPairs.join("&")}`}${tail}`;
}

/** A qualifier's value, without parsing the whole purl: an image can make it arbitrarily long. */
export function readQualifier(purl: string, key: string): string | undefined {
  const pair = split(purl).pairs.find((candidate) => keyOf(candidate) === key);
  const value = pair?.slice(key.length + 1) ?? "";
  return value === "" ? undefined : decoded(value);
}

function split(purl: string): { readonly head: string; readonly pairs: readonly string[]; readonly tail: string } {
  const hash = purl.indexOf("#");
  const [purlWithoutSubpath, tail] = hash === -1 ? [purl, ""] : [purl.slice(0, hash), purl.slice(hash)];
  const mark = purlWithoutSubpath.indexOf("?");
  if (mark === -1) return { head: purlWithoutSubpath, pairs: [], tail };
  return { head: purlWithoutSubpath.slice(0, mark), pairs: purlWithoutSubpath.slice(mark + 1).split("&"), tail };
}

function keyOf(pair: string): string {
  const equals = pair.indexOf("=");
  return (equals === -1 ? pair : pair.slice(0, equals)).toLowerCase();
}
