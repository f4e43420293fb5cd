import { removeInstruction } from "../../edits/edit.ts";
import type { Edit } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { programOf, runsOf, type Run } from "../../facts/dockerfile/runs.ts";
import type { PackageCall, PackageOperand } from "../../facts/managers/package-call.ts";
import { withoutEnd } from "../../text/cut.ts";
import { removeMember } from "./list-members.ts";

/** Replaces what the base brought, which would come back without it: `pip install --upgrade pip`. */
export function isUpgrade({ options }: PackageCall): boolean {
  return options.some(({ name }) => name === "-U" || name === "--upgrade");
}

/** Undefined: the package is in use. Later steps may need it to build the image, though nothing uses it afterwards. */
export function isRunLater(
  chain: readonly Stage[],
  { command }: PackageCall,
  programs: readonly string[] | undefined,
  name: string,
): boolean {
  if (programs === undefined) return true;
  // `python -m build`.
  const modules = new Set([name, name.replaceAll("-", "_")]);
  return chain
    .flatMap((stage) => runsOf(stage))
    .some((run) =>
      run.commands.some(
        (later) =>
          later.span.start > command.span.start &&
          ([programOf(later), ...(later.wrappers ?? [])].some(
            (program) => program !== undefined && programs.includes(program),
          ) ||
            later.words.some(({ text }, at) => modules.has(text) && later.words[at - 1]?.text === "-m")),
      ),
    );
}

/** Its names, or the whole command where no other name stays. */
export function withoutNames(
  dockerfile: DockerfileFact,
  run: Run,
  call: PackageCall,
  unused: readonly PackageOperand[],
): readonly [Edit, ...Edit[]] | undefined {
  if (unused.length === call.operands.length) {
    if (run.commands.length === 1) return [removeInstruction(dockerfile, run)];
    const edit = removeMember(dockerfile, run, call.command);
    return edit === undefined ? undefined : [edit];
  }
  const { file, text } = dockerfile;
  const [first, ...rest] = unused.map(({ word: { span } }): Edit => {
    const above = text.slice(Math.max(0, span.start - 64), span.start);
    const blanks = above.length - withoutEnd(above, " \t").length;
    return { file, span: { start: span.start - blanks, end: span.end }, text: "" };
  });
  return first === undefined ? undefined : [first, ...rest];
}
