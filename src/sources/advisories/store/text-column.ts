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

/** Nothing is made a string before it is asked for. Throws `Failure` (`bad-advisories`). */
export function readTexts(reader: ByteReader): TextColumn {
  const length = reader.count();
  const ends = new Uint32Array(length);
  let total = 0;
  for (let i = 0; i < length; i++) {
    total += reader.number();
    if (total > reader.left) reader.fail("its texts are longer than it is");
    ends[i] = total;
  }
  const all = reader.bytes(total);
  return { length, at: (index) => all.toString("utf8", index === 0 ? 0 : ends[index - 1], ends[index]) };
}

/** Lists of texts become one text each; no id and no vector holds a line feed. */
export const listSeparator = "\n";

export function splitList(text: string): string[] {
  return text === "" ? [] : text.split(listSeparator);
}
