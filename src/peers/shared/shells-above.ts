import type { Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";

const shellsOf = oncePer(({ instructions }: Stage) =>
  instructions.filter(({ keyword, onbuild }) => keyword === "SHELL" && !onbuild),
);

/** SHELLs of the stage itself that stand above an instruction. */
export function shellsAbove(stage: Stage | undefined, { span }: Instruction): readonly Instruction[] {
  return stage === undefined ? [] : shellsOf(stage).filter((shell) => shell.span.start < span.start);
}
