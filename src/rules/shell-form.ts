import type { DockerfileFact, Instruction, ShellCommand } from "../facts/dockerfile.ts";

/** Words that only a shell understands. */
const builtin =
  /^(\.|:|\[|alias|bg|break|cd|command|continue|eval|exec|exit|export|fg|getopts|hash|jobs|local|read|readonly|return|set|shift|source|times|trap|type|ulimit|umask|unalias|unset|wait)$/;

/** The exec form of a shell form that is one command. */
export interface ExecForm {
  readonly text: string;
  /** False when a shell still has to put variables in; it gives its place to the program. */
  readonly direct: boolean;
}

/**
 * `["node", "server.js"]` of `node server.js`, `["/bin/sh", "-c", "exec node $FILE"]` of `node $FILE`. Undefined for
 * whatever needs more of a shell: a list, a redirection, an assignment, a glob, a builtin, a comment.
 */
export function execForm({ text }: DockerfileFact, instruction: Instruction): ExecForm | undefined {
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
