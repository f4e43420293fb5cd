import type { Span } from "../../domain/finding/span.ts";
import { oncePer } from "../../text/once-per.ts";
import { ofKeyword, type StageInstruction } from "./by-keyword.ts";
import type { DockerfileFact, Instruction } from "./dockerfile.ts";
import { expandText } from "./variables/expand.ts";
import { pairsOf } from "./variables/pairs-of.ts";

/** A label that a stage sets. */
export interface StageLabel extends StageInstruction {
  /** As `labelKey` has it. */
  readonly key: string | undefined;
  /** As written, quotes kept. */
  readonly value: string;
  readonly span: Span;
}

/** Labels that the stages set, in order, without ONBUILD triggers. */
export const stageLabels = oncePer((dockerfile: DockerfileFact): readonly StageLabel[] =>
  ofKeyword(dockerfile, "LABEL").flatMap((stageInstruction) =>
    pairsOf(dockerfile, stageInstruction.instruction).map(({ name, nameSpan, value = "", valueSpan, legacy }) => ({
      ...stageInstruction,
      key: labelKey(name, dockerfile.escape),
      value,
      span: legacy || valueSpan === undefined ? nameSpan : { start: nameSpan.start, end: valueSpan.end },
    })),
  ),
);

/** No LABEL of the file sets the key, and no trigger does: each name is known, and is another. */
export function setsNoLabel(dockerfile: DockerfileFact, key: string): boolean {
  return dockerfile.instructions
    .filter(({ keyword }) => keyword === "LABEL")
    .every((instruction: Instruction) =>
      pairsOf(dockerfile, instruction).every(({ name }) => {
        const pairKey = labelKey(name, dockerfile.escape);
        return pairKey !== undefined && pairKey !== key;
      }),
    );
}

/**
 * The name of a label as Docker reads it: quotes and escapes removed. Undefined where a variable is in it, which an argument of the build
 * or another base may change, and where Docker refuses it.
 */
export function labelKey(name: string, escape: "\\" | "`"): string | undefined {
  const { text, uses } = expandText(name, () => undefined, { escape });
  return uses.length === 0 ? text : undefined;
}
