import { removeInstruction } from "../../edits/edit.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { VariablesFact } from "../../facts/dockerfile/variables/variables.ts";

/**
 * Hands the secret to the RUNs that name it, each by a mount that sets the variable for this RUN alone (Dockerfile syntax
 * 1.10), and drops the ARG. Undefined unless those RUNs are all that uses it. The build must then be started with
 * `--secret`, so it is a suggestion.
 */
export function secretMountFix({
  dockerfile,
  variables,
  stage,
  instruction,
  name,
}: {
  readonly dockerfile: DockerfileFact;
  readonly variables: VariablesFact;
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly name: string;
}): Fix | undefined {
  const { keyword, onbuild, words } = instruction;
  if (keyword !== "ARG" || onbuild || words.length !== 1 || words[0]?.text !== name || dockerfile.windows)
    return undefined;
  if (!/^\w+$/.test(name) || variables.uses.some((use) => use.name === name && use.stage === stage.index))
    return undefined;
  const stageName = stage.name?.toLowerCase();
  if (dockerfile.stages.some(({ base }) => base.kind === "stage" && base.text.toLowerCase() === stageName))
    return undefined;
  const usePattern = new RegExp(`\\$(${name}(?!\\w)|\\{${name}\\b)`);
  const { file, text } = dockerfile;
  const users = stage.instructions.filter(
    ({ keyword: laterKeyword, onbuild: later, span }) =>
      laterKeyword === "RUN" &&
      !later &&
      span.start > instruction.span.start &&
      usePattern.test(text.slice(span.start, span.end)),
  );
  if (users.length === 0) return undefined;
  const mount = `--mount=type=secret,id=${name.toLowerCase()},env=${name} `;
  return {
    title: `mount ${name} as a secret (build with --secret id=${name.toLowerCase()},env=${name})`,
    applicability: "suggested",
    edits: [
      removeInstruction(dockerfile, instruction),
      ...users.map(({ argsSpan }) => ({ file, span: { start: argsSpan.start, end: argsSpan.start }, text: mount })),
    ],
  };
}
