import { recognizers } from "../../../dialects/text-dialects.ts";
import { textDialects, type TextDialectName } from "../../../domain/container/text-dialects.ts";

/** Whether the head of a file of this name decides on a dialect. */
export function isRecognizable(name: string): boolean {
  return textDialects.some((dialect) => recognizers[dialect]?.mayBe(name) === true);
}

/** The dialect of a file that recognizes it by its name and head. */
export function recognizedKind(name: string, head: string): TextDialectName | undefined {
  return textDialects.find((dialect) => recognizers[dialect]?.mayBe(name) === true && recognizers[dialect].is(head));
}
