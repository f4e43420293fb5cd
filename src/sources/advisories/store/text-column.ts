import { isAscii } from "node:buffer";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";

/** Texts by number: their count, their lengths, then all of them in one, so that equal pieces lie near each other for the compressor. */
export function writeTexts(writer: ByteWriter, texts: readonly string[]): void {
  const encoded = texts.map((text) => Buffer.from(text, "utf8"));
  writer.number(texts.length);
  for (const { length } of encoded) writer.number(length);
  for (const bytes of encoded) writer.bytes(bytes);
}

export interface TextColumn {
  readonly length: number;
  /** Text number `index`, which must be below `length`. */
  at(index: number): string;
}

/** Throws `Failure` (`bad-advisories`). */
export function readTexts(reader: ByteReader): TextColumn {
  const length = reader.count();
  const ends = reader.numbers(length);
  const most = reader.left;
  let total = 0;
  for (let i = 0; i < length; i++) {
    total += ends[i]!;
    if (total > most) reader.fail("its texts are longer than it is");
    ends[i] = total;
  }
  const bytes = reader.bytes(total);
  // Of plain ASCII all is made a string at once, of which each text is a part: that costs less than a few of them by themselves.
  const all = isAscii(bytes) ? bytes.toString("latin1") : undefined;
  return {
    length,
    at(index) {
      const start = index === 0 ? 0 : ends[index - 1]!;
      return all === undefined ? bytes.toString("utf8", start, ends[index]) : all.slice(start, ends[index]);
    },
  };
}

/** Lists of texts become one text each; no id and no vector holds a line feed. */
export const listSeparator = "\n";

export function splitList(text: string): string[] {
  return text === "" ? [] : text.split(listSeparator);
}
