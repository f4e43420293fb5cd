import type { Fix } from "../../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction, ShellCommand, Stage } from "../../../facts/dockerfile/dockerfile.ts";
import { chainInstructions } from "../../../facts/dockerfile/target-chain.ts";

/** Words that only a shell understands. */
const builtin =
  /^(\.|:|\[|alias|bg|break|cd|command|continue|eval|exec|exit|export|fg|getopts|hash|jobs|local|read|readonly|return|set|shift|source|times|trap|type|ulimit|umask|unalias|unset|wait)$/;

/**
 * `["node", "server.js"]` for `node server.js`, `["/bin/sh", "-c", "exec node $FILE"]` for `node $FILE`. Undefined if
 * it needs more of a shell: a list, a redirection, an assignment, a glob, a builtin, a comment.
 */
function execForm({ text }: DockerfileFact, instruction: Instruction): string | undefined {
  const [command, secondCommand] = instruction.commands ?? [];
  if (command === undefined || secondCommand !== undefined || !command.topLevel || command.name === undefined)
    return undefined;
  if (builtin.test(command.name)) return undefined;
  const body = bodyOf(text, instruction, command);
  if (body === undefined) return undefined;
  const { words } = command;
  if (words.every(({ literal }) => literal)) return `[${words.map((word) => JSON.stringify(word.text)).join(", ")}]`;
  const plainBody = body.replace(/\$\w+|\$\{\w+(?::?-[\w./:-]*)?\}/g, "");
  return /^[\w./:@%+,= \t-]*$/.test(plainBody) && !body.startsWith("$")
    ? `["/bin/sh", "-c", ${JSON.stringify(`exec ${body}`)}]`
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

/** Bash replaces itself with its only command, unless a redirection must be restored (measured with 5.2). */
export function isReplaced({ text }: DockerfileFact, { shell = [], argsSpan, commands = [] }: Instruction): boolean {
  const [command, secondCommand] = commands;
  if (!/(^|\/)bash$/.test(shell[0] ?? "") || command === undefined || secondCommand !== undefined) return false;
  const { topLevel, name, words, redirects = [] } = command;
  if (!topLevel || redirects.length > 0 || (name !== "exec" && builtin.test(name ?? ""))) return false;
  const textBefore = text.slice(argsSpan.start, words[0]?.span.start);
  const textBehind = text.slice(words.at(-1)?.span.end, argsSpan.end);
  return !/^time\s|[!(){}]/.test(textBefore) && textBehind.trim() === "";
}

/** The exec form of an instruction; `scope` is the chain of stages that define its settings. */
export function execFormFix(
  dockerfile: DockerfileFact,
  instruction: Instruction,
  scope: readonly Stage[],
): Fix | undefined {
  const { keyword, argsSpan, commands } = instruction;
  const text = execForm(dockerfile, instruction);
  if (text === undefined || !isSameStart(instruction, chainInstructions(scope))) return undefined;
  const probe = keyword === "HEALTHCHECK";
  const span = { start: probe ? (commands?.[0]?.span.start ?? argsSpan.start) : argsSpan.start, end: argsSpan.end };
  return {
    title: "use the exec form",
    applicability: "proven",
    edits: [{ file: dockerfile.file, span, text }] as const,
    delta: [`config: ${probe ? "Healthcheck" : keyword === "CMD" ? "Cmd" : "Entrypoint"}`],
  };
}

/**
 * Whether the exec form starts the same program with the same words. It is never safe: a shell also sets PWD and other
 * variables, and drops those with invalid names (dash(1), POSIX 2024 Shell Command Language 2.5.3).
 */
function isSameStart({ keyword }: Instruction, instructions: readonly Instruction[]): boolean {
  if (instructions.some((instruction) => instruction.keyword === "SHELL")) return false;
  if (keyword === "HEALTHCHECK") return true;
  // A shell-form ENTRYPOINT ignores CMD; the exec form would use it as arguments.
  if (keyword === "ENTRYPOINT") return instructions.every((instruction) => instruction.keyword !== "CMD");
  const entrypoint = instructions.findLast((instruction) => instruction.keyword === "ENTRYPOINT");
  return entrypoint === undefined || entrypoint.json !== undefined;
}
