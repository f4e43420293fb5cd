import type { Applicability, Fix } from "../../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction, ShellCommand, Stage } from "../../../facts/dockerfile/dockerfile.ts";
import type { LaterFact } from "../../../facts/later/leftover.ts";
import { chainInstructions } from "../../../facts/dockerfile/target-chain.ts";
import { officialName } from "../../../facts/dockerfile/official-image.ts";

/** Words that only a shell understands. */
const builtin =
  /^(\.|:|\[|alias|bg|break|cd|command|continue|eval|exec|exit|export|fg|getopts|hash|jobs|local|read|readonly|return|set|shift|source|times|trap|type|ulimit|umask|unalias|unset|wait)$/;

/** Official images with no ENTRYPOINT, or (node) one that passes a known command on as it is. */
const plainEntrypoint =
  /^(alpine|almalinux|amazonlinux|buildpack-deps|busybox|debian|fedora|golang|node|python|rockylinux|ruby|rust|ubuntu)$/;

/** The exec form of a shell form that is one command. */
interface ExecForm {
  readonly text: string;
  /** False when a shell still has to put variables in; it gives its place to the program. */
  readonly direct: boolean;
}

/**
 * `["node", "server.js"]` of `node server.js`, `["/bin/sh", "-c", "exec node $FILE"]` of `node $FILE`. Undefined for
 * whatever needs more of a shell: a list, a redirection, an assignment, a glob, a builtin, a comment.
 */
function execForm({ text }: DockerfileFact, instruction: Instruction): ExecForm | undefined {
  const [command, more] = instruction.commands ?? [];
  if (command === undefined || more !== undefined || !command.topLevel || command.name === undefined) return undefined;
  if (builtin.test(command.name)) return undefined;
  const body = bodyOf(text, instruction, command);
  if (body === undefined) return undefined;
  const { words } = command;
  if (words.every(({ literal }) => literal))
    return { text: `[${words.map((word) => JSON.stringify(word.text)).join(", ")}]`, direct: true };
  const rest = body.replace(/\$\w+|\$\{\w+(?::?-[\w./:-]*)?\}/g, "");
  return /^[\w./:@%+,= \t-]*$/.test(rest) && !body.startsWith("$")
    ? { text: `["/bin/sh", "-c", ${JSON.stringify(`exec ${body}`)}]`, direct: false }
    : undefined;
}

/** The command's text, when there is nothing but its words. */
function bodyOf(text: string, { argsSpan, keyword }: Instruction, command: ShellCommand): string | undefined {
  const start = keyword === "HEALTHCHECK" ? command.span.start : argsSpan.start;
  let at = start;
  for (const { span } of command.words) {
    if (text.slice(at, span.start).trim() !== "") return undefined;
    at = span.end;
  }
  return text.slice(at, argsSpan.end).trim() === "" ? text.slice(start, argsSpan.end) : undefined;
}

/** The exec form of an instruction; `scope` is the chain of stages whose settings it meets. */
export function execFormFix(
  dockerfile: DockerfileFact,
  instruction: Instruction,
  scope: readonly Stage[],
  later: LaterFact,
): Fix | undefined {
  const { keyword, argsSpan, commands } = instruction;
  const form = execForm(dockerfile, instruction);
  const sure = form && howSure(instruction, chainInstructions(scope), officialName(scope[0]?.base), later);
  if (form === undefined || sure === undefined) return undefined;
  const probe = keyword === "HEALTHCHECK";
  const span = { start: probe ? (commands?.[0]?.span.start ?? argsSpan.start) : argsSpan.start, end: argsSpan.end };
  return {
    title: "use the exec form",
    applicability: form.direct ? sure : ("proven" as const),
    edits: [{ file: dockerfile.file, span, text: form.text }] as const,
    delta: [`config: ${probe ? "Healthcheck" : keyword === "CMD" ? "Cmd" : "Entrypoint"}`],
  };
}

function howSure(
  instruction: Instruction,
  all: readonly Instruction[],
  base: string | undefined,
  later: LaterFact,
): Applicability | undefined {
  const { keyword, commands } = instruction;
  if (all.some((one) => one.keyword === "SHELL")) return undefined;
  if (keyword === "HEALTHCHECK") return "proven";
  const entrypoint = all.findLast((one) => one.keyword === "ENTRYPOINT");
  // A shell-form ENTRYPOINT ignores CMD; in exec form it would take it as arguments.
  if (keyword === "ENTRYPOINT") return all.some((one) => one.keyword === "CMD") ? undefined : "proven";
  if (entrypoint !== undefined) return entrypoint.json === undefined ? undefined : "proven";
  const program = commands?.[0]?.name ?? "";
  const known =
    base !== undefined && plainEntrypoint.test(base) && hasLine.test(program) && isBare(commands?.[0], program);
  return known && later.doubts(instruction, { programs: [program] }) === undefined ? "safe" : "proven";
}

/** The name alone: with a path it may be a file of the image's own. */
function isBare(command: ShellCommand | undefined, program: string): boolean {
  return command?.words[0]?.text === program;
}

/**
 * Binaries, or scripts whose package gives them their `#!` line, by whatever PATH they are found. A script of the image's own may
 * lack it: a shell runs it all the same, the kernel refuses it (execve(2), ENOEXEC).
 */
const hasLine = /^(bash|bundle|go|java|node|npm|npx|perl|php|python[\d.]*|ruby|sh|yarn)$/;
