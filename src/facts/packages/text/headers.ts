import { addBounded, checkCount } from "./bounds.ts";
import { linesOf } from "./lines.ts";

/** Fields in the form of mail headers, names in lower case, each with all its values. */
export type Headers = ReadonlyMap<string, readonly string[]>;

/** Longer values are texts (a license in full) of which nothing is read. */
const longestValue = 4_096;

/**
 * Reads headers up to the first empty line, after which a description may follow that looks like anything: Python's `METADATA` and `PKG-INFO`
 * (https://packaging.python.org/specifications/core-metadata), R's `DESCRIPTION`. Continuation lines are kept with their line ends.
 */
export function readHeaders(text: string): Headers {
  const fields = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const line of linesOf(text)) {
    if (line === "") break;
    if (line.startsWith(" ") || line.startsWith("\t")) {
      const last = values?.at(-1);
      if (values !== undefined && last !== undefined && last.length < longestValue)
        values[values.length - 1] = `${last}\n${line.slice(0, longestValue)}`;
      continue;
    }
    const colon = line.indexOf(":");
    if (colon === -1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    values = fields.get(name) ?? [];
    fields.set(name, values);
    checkCount(fields.size);
    addBounded(values, line.slice(colon + 1).trim());
  }
  return fields;
}
