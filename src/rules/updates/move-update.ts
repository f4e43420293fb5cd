import { joinRuns, removeInstruction } from "../../edits/edit.ts";
import type { Edit } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import { aptCalls, isUpdate, readsLists } from "../../facts/managers/deb/apt-lists.ts";
import { flagText, isPlainList, isRun, type Run } from "../../facts/dockerfile/runs.ts";
import { hasPlainShell } from "./plain-shell.ts";

/** Instructions that change neither the user of a RUN, nor its environment, nor apt's files. */
const harmless = /^(WORKDIR|LABEL|EXPOSE|CMD|ENTRYPOINT|HEALTHCHECK|STOPSIGNAL|COPY|ADD)$/;
const files = /^(COPY|ADD)$/;
/** Paths of apt's and dpkg's settings, and parents that a copy may include. */
const settings = /(?:^|")(?:\/(?:etc|usr|var)|\$|(?:\/|\.\/?)"?\]?$)/;

function endsInSettings(text: string): boolean {
  return settings.test(text.trimEnd().split(/\s/).at(-1) ?? "");
}

/**
 * Removes a RUN that only contains `apt-get update` and moves its command to the start of the installing RUN. Undefined
 * if an instruction between may change or use the lists, if the installing RUN fetches lists, or if its commands are no
 * plain list.
 */
export function moveUpdate(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  { instructions }: Stage,
  run: Instruction,
): readonly [Edit, ...Edit[]] | undefined {
  if (!isRun(run) || run.json !== undefined || run.commands.length !== 1) return undefined;
  if (!aptCalls(calls, run).some(isUpdate)) return undefined;
  const { text, file } = dockerfile;
  const { start, end } = run.argsSpan;
  const body = text.slice(start, end);
  // The command alone: no redirection, comment or second line.
  if (body.includes("\n") || run.commands[0]?.span.start !== start || run.commands[0].span.end !== end)
    return undefined;
  const target = installer(calls, instructions, instructions.indexOf(run) + 1);
  if (target === undefined || target.json !== undefined || flagText(target) !== flagText(run)) return undefined;
  const at = target.argsSpan.start;
  if (target.commands[0]?.span.start !== at) return undefined;
  return [removeInstruction(dockerfile, run), { file, span: { start: at, end: at }, text: `${body} && ` }];
}

/** The next RUN, if it installs with the existing lists and only harmless instructions are between. */
function installer(calls: PackageCallsFact, instructions: readonly Instruction[], from: number): Run | undefined {
  for (let at = from; at < instructions.length; at++) {
    const instruction = instructions[at];
    if (instruction === undefined || instruction.onbuild) return undefined;
    if (isRun(instruction)) {
      const first = aptCalls(calls, instruction)[0];
      return first !== undefined && readsLists(first) && isPlainList(instruction) ? instruction : undefined;
    }
    if (!harmless.test(instruction.keyword) || (files.test(instruction.keyword) && endsInSettings(instruction.args)))
      return undefined;
  }
  return undefined;
}

export interface JoinedUpdate {
  /** The RUN that it is joined with. */
  readonly next: Instruction;
  readonly edits: readonly [Edit, ...Edit[]];
  /** Why a separate shell may matter to the first RUN or the second. */
  readonly doubt?: string;
}

/** Nothing between them, and no outcome that joining could change: both are lists in which each command needs the one before. */
export function joinUpdate(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  { instructions }: Stage,
  run: Instruction,
): JoinedUpdate | undefined {
  const next = instructions[instructions.indexOf(run) + 1];
  if (next === undefined || !isRun(run) || !isRun(next) || !hasPlainShell(dockerfile)) return undefined;
  // With a leading update, the joined RUN would fetch the lists twice.
  const first = aptCalls(calls, next).find((call) => isUpdate(call) || readsLists(call));
  if (first === undefined || !readsLists(first)) return undefined;
  if (!aptCalls(calls, run).some(({ action }) => action === "update")) return undefined;
  if (!isPlainList(run) || !isPlainList(next) || flagText(run) !== flagText(next)) return undefined;
  const edits = joinRuns(dockerfile, run, next);
  if (edits === undefined) return undefined;
  return { next, edits, ...(run.commands.length > 1 && { doubt: "the first RUN has other commands" }) };
}
