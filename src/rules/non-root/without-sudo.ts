import type { DockerfileFact, Instruction, ShellCommand, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import { isDirect } from "../../facts/dockerfile/exec-form.ts";
import { prefixOf } from "../../facts/dockerfile/runs.ts";
import { placeBehind } from "../../formats/shell/exec-script.ts";
import { oncePer } from "../../text/once-per.ts";

/** Offset of the first USER of a stage; cached, since each RUN needs it. */
const firstUser = oncePer(
  ({ instructions }: Stage): number => instructions.find(({ keyword }) => keyword === "USER")?.span.start ?? Infinity,
);

/**
 * sudo without options does nothing for root but reset the environment. A redirection
 * stays with the calling shell either way.
 */
export function withoutSudo(
  dockerfile: DockerfileFact,
  stage: Stage,
  instruction: Instruction,
  uses: readonly ShellCommand[],
): Fix | undefined {
  const { span, onbuild } = instruction;
  if (onbuild || isDirect(instruction)) return undefined;
  const edits = uses.flatMap((command) => {
    const prefix = prefixOf(dockerfile.text, command);
    const match = /^((?:\w+=\S*\s+)*)sudo(?:[ \t]+-[EHn]+)*[ \t]+$/.exec(prefix);
    const start = placeBehind(instruction.execScript, command.span.start, match?.[1]?.length ?? 0);
    const end = command.words[0]?.span.start ?? start;
    return match === null ? [] : [{ file: dockerfile.file, span: { start, end }, text: "" }];
  });
  const [edit, ...rest] = edits;
  if (edit === undefined || edits.length < uses.length) return undefined;
  // Another user needs it: the way out is USER root, which is for a person to place.
  if (firstUser(stage) < span.start || stage.base.kind === "stage") return undefined;
  return {
    title: "call it without sudo, as the root that the RUN is",
    // sudo also removes variables and sets its own PATH (sudoers(5), env_reset): only a build shows the effect.
    applicability: "proven",
    edits: [edit, ...rest],
  };
}
