import type { Instruction } from "../dockerfile/dockerfile.ts";
import type { PlainCommand } from "./plain-commands.ts";

/** A step allowed in a stage with an edit; `explain` and the rule's page print `title`. */
export interface StepKind<Subject> {
  readonly title: string;
  matches(subject: Subject, list: StepList): boolean;
}

/**
 * All steps allowed in the stages of an edit for its fix to be safe. Anything else makes the fix `proven`, so a list says what cannot matter, never
 * what could.
 */
export interface StepList {
  /** Directories that the edit empties, absolute. No path of a step may lead into one or hold it. */
  readonly paths: readonly string[];
  /** Names of the programs that use those files: other files of the repository that mention one may run it. */
  readonly words: readonly string[];
  /** Every command of a RUN is one of these. */
  readonly commands: readonly StepKind<PlainCommand>[];
}

/** An instruction but RUN, and a command that a container starts. */
export type InstructionKind = StepKind<Instruction>;
export type CommandKind = StepKind<PlainCommand>;

/** The word is a path below none of the list's directories and above none, or no path at all. */
export function keepsClear(word: string, { paths }: StepList): boolean {
  if (!word.includes("/")) return !/^\.{1,2}$|[*?[]/.test(word);
  const path = word.replace(/\/\*?$/, "");
  if (!/^(?:\/(?!\.{1,2}(?:\/|$))[\w@%+=:,.-]+)+$/.test(path)) return false;
  return paths.every(
    (allowedPath) => path !== allowedPath && !allowedPath.startsWith(`${path}/`) && !path.startsWith(`${allowedPath}/`),
  );
}
