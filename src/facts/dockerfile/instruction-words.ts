import type { DockerfileFact, Instruction } from "./dockerfile.ts";
import type { Span } from "../../domain/finding/span.ts";

/** The first word of an instruction as written, `ONBUILD` of a trigger; undefined when a continuation splits it. */
export function writtenKeyword(
  { text }: DockerfileFact,
  { span, keywordSpan, onbuild }: Instruction,
): { readonly word: string; readonly span: Span } | undefined {
  const place = onbuild ? { start: span.start, end: span.start + "ONBUILD".length } : keywordSpan;
  const word = text.slice(place.start, place.end);
  return /^[A-Za-z]+$/.test(word) ? { word, span: place } : undefined;
}

/** `AS` and the stage's name of a FROM, with their places; undefined without a name. */
export function stageName(
  from: Instruction,
): { readonly as: Instruction["words"][number]; readonly name: Instruction["words"][number] } | undefined {
  const [, as, name] = from.words;
  return as === undefined || name === undefined ? undefined : { as, name };
}

/** The word is contiguous in the source, so that its letters have computable offsets. */
export function isWhole({ text, span }: Instruction["words"][number]): boolean {
  return span.end - span.start === text.length;
}
