import type { DockerfileFact, Instruction, ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { stubCall, type Scripts } from "./same-failures.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { baseOf } from "../../facts/dockerfile/base-of.ts";
import { withoutEnd } from "../../text/cut.ts";

export interface JoinCase extends Scripts {
  /** The image that the stage is built from, for a final image without a shell. */
  readonly base?: string;
}

/**
 * The RUNs that one edit of a Dockerfile joined, as scripts in which each command is a stub; undefined when it joined
 * none. A join has the same commands in the same order in fewer RUNs; moved, added and dropped commands are judged by
 * the builds.
 */
export function joinCase(before: string, after: string): JoinCase | undefined {
  const [old, current] = [dockerfileOf(before), dockerfileOf(after)];
  const middle = differing(old, current);
  const [first, second] = [runsOf(middle.old), runsOf(middle.now)];
  const at = old.instructions.find((instruction) => instruction === first[0]);
  if (at === undefined || second.length === 0 || second.length >= first.length) return undefined;
  if (![...first, ...second].every(isScript)) return undefined;
  const names = (runs: readonly Instruction[]) => commandsOf(runs).map(({ words }) => words.map(({ text }) => text));
  if (JSON.stringify(names(first)) !== JSON.stringify(names(second))) return undefined;
  const shell = old.instructions.findLast(
    ({ keyword, span, onbuild }) => !onbuild && /^(SHELL|FROM)$/.test(keyword) && span.start < at.span.start,
  )?.json;
  const commands = commandsOf(first);
  const stage = old.stages.findLast(({ from }) => from.span.start < at.span.start);
  const base = baseOf(old.stages, stage);
  return {
    ...(base !== undefined && { base }),
    shell: shell ?? ["/bin/sh", "-c"],
    commands: commands.map(({ words }) => words.map(({ text }) => text).join(" ")),
    failing: commands.flatMap((command, index) => (failure(command) === "none" ? [] : [index])),
    folders: commands.flatMap(({ name, words }) => (name === "cd" && words[1]?.literal ? [words[1].text] : [])),
    before: (failed) => bodies(old, first, failed),
    after: (failed) => bodies(current, second, failed),
  };
}

function dockerfileOf(text: string): DockerfileFact {
  return dockerfileFact(parseDockerfile("Dockerfile", text));
}

/** Instructions of both files without their common beginning and end. */
function differing(old: DockerfileFact, current: DockerfileFact) {
  const sourceOf = ({ text }: DockerfileFact, instruction: Instruction | undefined) =>
    instruction && text.slice(instruction.span.start, instruction.span.end);
  const [a, b] = [old.instructions, current.instructions];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && sourceOf(old, a[start]) === sourceOf(current, b[start])) start++;
  let end = 0;
  while (end < shorter - start && sourceOf(old, a.at(-1 - end)) === sourceOf(current, b.at(-1 - end))) end++;
  return { old: a.slice(start, a.length - end), now: b.slice(start, b.length - end) };
}

function runsOf(instructions: readonly Instruction[]): readonly Instruction[] {
  return instructions.filter(({ keyword, onbuild }) => keyword === "RUN" && !onbuild);
}

function isScript({ commands, json, heredocs }: Instruction): boolean {
  return commands !== undefined && json === undefined && heredocs.length === 0;
}

function commandsOf(runs: readonly Instruction[]): readonly ShellCommand[] {
  return runs.flatMap(({ commands = [] }) => commands);
}

/** Commands that act on the shell itself: they really run, and are replaced to make them fail. */
const ofShell = new Set(
  ". alias break cd continue declare eval exit export getopts hash local popd pushd read readarray readonly return set shift shopt source trap typeset ulimit umask unalias unset wait : true false [[ ((".split(
    " ",
  ),
);
const canFail = new Set([".", "cd", "popd", "pushd", "read", "source"]);

function failure({ name, words }: ShellCommand): "stub" | "replaced" | "none" {
  if (words.length === 0) return "none";
  if (!ofShell.has(name ?? "")) return "stub";
  return canFail.has(name ?? "") ? "replaced" : "none";
}

/** The bodies as a build would hand them to the shell, each command a stub; `failed` is replaced where no stub can fail for it. */
function bodies(fact: DockerfileFact, runs: readonly Instruction[], failed: number | undefined): string[] {
  let index = 0;
  return runs.map(({ argsSpan, args, commands = [] }) => {
    const edits = commands.flatMap((command) => {
      const number = index++;
      const effect = failure(command);
      if (effect === "none" || (effect === "replaced" && number !== failed)) return [];
      const { start, end } = command.span;
      const at =
        effect === "replaced" ? { start, end } : { start: stubPlace(fact, command), end: stubPlace(fact, command) };
      const span = { start: at.start - argsSpan.start, end: at.end - argsSpan.start };
      return [{ file: fact.file, span, text: effect === "replaced" ? "false" : stubCall(number) }];
    });
    // Replacing a command also replaces everything inside it.
    const outer = edits.filter(
      ({ span }) => !edits.some((other) => other.span.start < span.start && span.start < other.span.end),
    );
    return oneLine(applyEdits(args, outer), fact.escape);
  });
}

/** Before a wrapper such as `sudo`, but after assignments and `exec`, which the shell handles. */
function stubPlace({ text }: DockerfileFact, { span, words }: ShellCommand): number {
  const start = words[0]?.span.start ?? span.start;
  return /^exec\b|=/.test(text.slice(span.start, start)) ? start : span.start;
}

/** Joined as BuildKit does: a continuation needs something other than the escape before it, blank and comment lines go. */
function oneLine(args: string, escape: string): string {
  let text = "";
  let open = false;
  for (const raw of args.split("\n")) {
    const line = raw.replace(/\r$/, "");
    if (open && (line.trim() === "" || line.trimStart().startsWith("#"))) continue;
    const trimmed = withoutEnd(line, " \t");
    open = trimmed.endsWith(escape) && trimmed.at(-2) !== escape;
    text += open ? trimmed.slice(0, -1) : line;
  }
  return text;
}
