import { decoded } from "./purl.ts";
import { qualifierValue } from "./write-purl.ts";

/** A purl with more qualifiers, in the order of the specification. Those that it has stay as they are. */
export function addQualifiers(purl: string, more: ReadonlyMap<string, string>): string {
  const { head, pairs, tail } = split(purl);
  const added = [...more].filter(([key]) => !pairs.some((pair) => keyOf(pair) === key));
  if (added.length === 0) return purl;
  const all = [...pairs, ...added.map(([key, value]) => `${key}=${qualifierValue(value)}`)];
  return `${head}?${all.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).join("&")}${tail}`;
}

/** A purl without some of its qualifiers. */
export function removeQualifiers(purl: string, keys: readonly string[]): string {
  const { head, pairs, tail } = split(purl);
  const rest = pairs.filter((pair) => !keys.includes(keyOf(pair)));
  if (rest.length === pairs.length) return purl;
  return `${head}${rest.length === 0 ? "" : `?${rest.join("&")}`}${tail}`;
}

/** A qualifier's value, whatever else the purl is: an image may make it of any length. */
export function readQualifier(purl: string, key: string): string | undefined {
  const pair = split(purl).pairs.find((one) => keyOf(one) === key);
  const value = pair?.slice(key.length + 1) ?? "";
  return value === "" ? undefined : decoded(value);
}

function split(purl: string): { readonly head: string; readonly pairs: readonly string[]; readonly tail: string } {
  const hash = purl.indexOf("#");
  const [bare, tail] = hash === -1 ? [purl, ""] : [purl.slice(0, hash), purl.slice(hash)];
  const mark = bare.indexOf("?");
  if (mark === -1) return { head: bare, pairs: [], tail };
  return { head: bare.slice(0, mark), pairs: bare.slice(mark + 1).split("&"), tail };
}

function keyOf(pair: string): string {
  const equals = pair.indexOf("=");
  return (equals === -1 ? pair : pair.slice(0, equals)).toLowerCase();
}
