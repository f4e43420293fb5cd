import { scan, type Hit } from "../scan.ts";
import type { SecretValue } from "./secret-value.ts";

/** As many as `scan` returns for one text. */
const mostHits = 100;

/** Secrets that have a form: tokens, keys, headers and login commands. Of a key all lines up to its end. */
export function secretForms(text: string): readonly SecretValue[] {
  const bytes = Buffer.from(text);
  const values: string[] = [];
  for (let from = 0; from < bytes.length;) {
    const rest = bytes.subarray(from);
    const hits = hitsIn(rest);
    for (const { at, end, form } of hits)
      values.push(rest.toString("utf8", at, form === "key" ? endOfKey(rest, at) : end));
    const last = hits.at(-1);
    if (hits.length < mostHits || last === undefined) break;
    from += last.end;
  }
  return values.map((value) => ({ value }));
}

/** None of a text that is nothing but what could be secrets. */
function hitsIn(bytes: Uint8Array): readonly Hit[] {
  try {
    return scan(bytes, undefined);
  } catch {
    return [];
  }
}

const footer = Buffer.from("-----END");

function endOfKey(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(footer, at);
  return end === -1 ? bytes.length : end;
}
