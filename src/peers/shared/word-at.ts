import type { Span } from "../../domain/finding/span.ts";
import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";

/** The word that a finding lies at. */
export function wordAt({ words }: Instruction, at: Span): string {
  return words.find(({ span }) => span.start === at.start)?.text ?? "";
}
