import type { BaseReference, DockerfileFact, Instruction, Stage } from "../../../facts/dockerfile/dockerfile.ts";
import type { Fix } from "../../../domain/finding/fix.ts";
import { imageBelow, isBusybox } from "../../../facts/dockerfile/base-shell.ts";
import { insertBefore } from "../../../edits/edit.ts";
import { isDirect, shellSpan } from "../../../facts/dockerfile/exec-form.ts";
import type { RunBody } from "../../../facts/dockerfile/run-commands.ts";
import { oncePer } from "../../../text/once-per.ts";

/** How the RUNs behind a SHELL are run, or one in exec form. */
export interface ShellState {
  /** Words of the SHELL, or of the shell that an exec form calls. */
  readonly shell?: readonly string[];
  /** `-o pipefail` for a shell that has it, or no POSIX shell at all. */
  readonly accepted: boolean;
  /** pipefail is on, whatever the shell's name. */
  readonly pipefail: boolean;
}

export const plainShell: ShellState = { accepted: false, pipefail: false };

/** The state after a SHELL instruction. */
export function shellState({ json, words }: Instruction): ShellState {
  return stateOf(json ?? words.map(({ text }) => text));
}

/** Of an exec form, by the shell that it calls: SHELL does not apply to it. `sh` is the image's own. */
export function execState({ shell = [] }: Instruction): ShellState {
  const state = stateOf(shell);
  return /(^|\/)sh$/.test(shell[0] ?? "") ? { accepted: state.accepted, pipefail: state.pipefail } : state;
}

function stateOf(shell: readonly string[]): ShellState {
  const [path = "", ...args] = shell.map((word) => word.trim());
  const option = args.some((arg) => /^-[a-zA-Z]*o/.test(arg)) && args.includes("pipefail");
  const name = path.slice(path.lastIndexOf("/") + 1);
  return {
    shell,
    accepted: /^(pwsh|powershell|cmd)/.test(path) || (option && /^(bash|zsh|ash)$/.test(name)),
    pipefail: option,
  };
}

/** Shells that know the option for certain: by the base, or by SHELL. busybox has had it since 1.16, dash since 0.5.13. */
function knowsPipefail(base: BaseReference | undefined, { shell }: ShellState): boolean {
  if (shell !== undefined) return /(^|\/)(bash|zsh|ash|ksh)$/.test(shell[0] ?? "");
  if (base?.kind !== "image") return false;
  const { name = "", tag = "" } = base;
  return isBusybox(base) || /trixie/.test(tag) || (/(^|\/)debian$/.test(name) && /^13\b/.test(tag));
}

/** Ends before it has read all: what feeds it then dies of SIGPIPE, and with pipefail the RUN with it. */
const stopsEarly = /^(head|less|more)$/;

/** Undefined if pipefail would make an intended success of a RUN fail, or if the text cannot be edited safely. */
export function pipefailFix(
  dockerfile: DockerfileFact,
  { stage, instruction, written, commands }: RunBody,
  state: ShellState,
): Fix | undefined {
  if (instruction.onbuild || isDirect(instruction) || instruction.heredocs.length > 0) return undefined;
  const risky = written.some(
    ({ program, args }) =>
      stopsEarly.test(program) ||
      program === "yes" ||
      (/^[ef]?grep$/.test(program) && args.some((arg) => /^-[a-zA-Z]*[qm]|^--(quiet|silent|max-count)/.test(arg))) ||
      (/^(sed|awk|gawk)$/.test(program) && args.some((arg) => /\bq\b|\bexit\b/.test(arg))),
  );
  if (risky || commands.length === 0) return undefined;
  const title = "let the RUN fail when a command of the pipe fails";
  if (knowsPipefail(imageBelow(dockerfile, stage), state)) {
    const { start } = shellSpan(instruction);
    return {
      title,
      applicability: "proven",
      edits: [{ file: dockerfile.file, span: { start, end: start }, text: "set -o pipefail; " }],
    };
  }
  if (state.shell !== undefined || instruction.json !== undefined || !mayChangeShell(dockerfile, stage, instruction))
    return undefined;
  return {
    title: `${title}, under bash`,
    applicability: "proven",
    edits: [insertBefore(dockerfile, instruction, 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]')],
    delta: ["config: Shell"],
  };
}

interface Reach {
  /** Offset of the last shell form that is kept in the image, or trigger, of each stage. */
  readonly last: ReadonlyMap<Stage, number>;
  /** Lower-case names that a FROM mentions. */
  readonly parents: ReadonlySet<string>;
}

const reachOf = oncePer((dockerfile: DockerfileFact): Reach => {
  const keeps = ({ keyword, json, onbuild, args }: Instruction): boolean =>
    onbuild || (/^(CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword) && json === undefined && !/^NONE\s*$/i.test(args));
  const last = dockerfile.stages.map((stage) => [stage, stage.instructions.findLast(keeps)?.span.start ?? -1] as const);
  const parents = dockerfile.stages.flatMap(({ base }) => (base.kind === "stage" ? [base.text.toLowerCase()] : []));
  return { last: new Map(last), parents: new Set(parents) };
});

/** SHELL is kept in the image and wraps every shell form behind it, in this stage and those built from it. */
function mayChangeShell(dockerfile: DockerfileFact, stage: Stage, instruction: Instruction): boolean {
  const { last, parents } = reachOf(dockerfile);
  return (last.get(stage) ?? -1) < instruction.span.start && !parents.has(stage.name?.toLowerCase() ?? "");
}
