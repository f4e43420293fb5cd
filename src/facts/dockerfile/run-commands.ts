import type { DockerfileFact, Instruction, ShellCommand, Stage } from "./dockerfile.ts";
import type { Span } from "../../domain/finding/span.ts";
import { programOf } from "../../formats/shell/see-through.ts";
import { oncePer } from "../../text/once-per.ts";
import { prefixOf } from "./runs.ts";

/** One command as written: `sudo` of `sudo apt-get update`, without the content of `sh -c '...'`. */
export interface WrittenCommand {
  /** First word; for `exec`, `command`, `builtin` and `busybox` the next one. */
  readonly program: string;
  /** Words after the first one, quotes removed, expansions as written. */
  readonly args: readonly string[];
  readonly span: Span;
  readonly piped: boolean;
  /** The command after all launchers; none where one runs a whole script: `["sudo", "sh", "-c", "..."]`. */
  readonly command?: ShellCommand;
}

/** A RUN, or the RUN of an ONBUILD, with its commands. */
export interface RunBody {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly written: readonly WrittenCommand[];
  /** Commands after launchers and inside a literal `sh -c`. */
  readonly commands: readonly ShellCommand[];
}

/** A class for its getter: `written` costs most of a body, and most rules are done with a look at its text. */
class ReadBody implements RunBody {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly #dockerfile: DockerfileFact;
  #written: readonly WrittenCommand[] | undefined;

  constructor(dockerfile: DockerfileFact, stage: Stage, instruction: Instruction) {
    this.#dockerfile = dockerfile;
    this.stage = stage;
    this.instruction = instruction;
  }

  get commands(): readonly ShellCommand[] {
    return this.instruction.commands ?? none;
  }

  get written(): readonly WrittenCommand[] {
    return (this.#written ??=
      this.instruction.json === undefined
        ? writtenCommands(this.#dockerfile.text, this.instruction)
        : execCommands(this.#dockerfile.text, this.instruction));
  }
}

const none: readonly ShellCommand[] = [];

/** All RUN bodies of a file, triggers included. */
export const runBodies = oncePer((dockerfile: DockerfileFact): readonly RunBody[] => {
  const bodies: RunBody[] = [];
  for (const stage of dockerfile.stages) {
    for (const instruction of stage.instructions)
      if (instruction.keyword === "RUN") bodies.push(new ReadBody(dockerfile, stage, instruction));
  }
  return bodies;
});

const byInstruction = oncePer(
  (dockerfile: DockerfileFact) => new Map(runBodies(dockerfile).map((body) => [body.instruction, body])),
);

/** Of one instruction; undefined where it is no RUN. */
export function runBody(dockerfile: DockerfileFact, instruction: Instruction): RunBody | undefined {
  return byInstruction(dockerfile).get(instruction);
}

const transparent = new Set(["busybox", "builtin", "command", "exec"]);

function writtenCommands(text: string, instruction: Instruction): WrittenCommand[] {
  const { commands = [] } = instruction;
  const runCommands: WrittenCommand[] = [];
  for (const command of commands) {
    const [first] = command.words;
    if (first === undefined || command.inScript === true) continue;
    const { span, after } = command;
    const words = command.words.map((word) => word.text);
    if (first.span.start !== span.start) words.unshift(...wrapperWords(prefixOf(text, command)));
    runCommands.push({ ...programAndArgs(words), span, piped: after === "|", command });
  }
  return runCommands;
}

function programAndArgs(words: readonly string[]): Pick<WrittenCommand, "program" | "args"> {
  const [program = "", inner = ""] = words;
  const isWrapped = transparent.has(program) && inner !== "" && !inner.startsWith("-");
  return { program: isWrapped ? inner : program, args: words.slice(1) };
}

/** Those of the script, and a `sudo` that runs it; or the one that the strings are. */
function execCommands(text: string, instruction: Instruction): WrittenCommand[] {
  const { json = [], argsSpan, execScript, commands = [] } = instruction;
  const [first] = json;
  if (first === undefined) return [];
  const behindSudo = programOf({ text: first, literal: true }) === "sudo";
  const whole = { ...programAndArgs(behindSudo ? ["sudo", ...json.slice(1)] : json), span: argsSpan, piped: false };
  if (execScript === undefined) return [{ ...whole, ...(commands[0] && { command: commands[0] }) }];
  const script = writtenCommands(text, instruction);
  return behindSudo ? [whole, ...script] : script;
}

/** `sudo -E` of `A=1 sudo -E apt-get`: assignments are not words of a command. */
function wrapperWords(prefix: string): string[] {
  const wrapperText = prefix.replace(/^(?:\w+\+?=(?:"[^"]*"|'[^']*'|[^\s"'])*(?:\s|\\\s)+)*/, "");
  return wrapperText.split(/\s+/).filter((word) => word !== "" && word !== "\\" && word !== "`");
}

/** Short options letter by letter and long ones by name, as getopt bundles them: `-qO-` is q, O and -. */
export function flagsOf(args: readonly string[]): ReadonlySet<string> {
  const flags = new Set<string>();
  for (const arg of args) {
    if (arg === "-" || arg === "--") continue;
    if (arg.startsWith("--")) flags.add(arg.slice(2).replace(/=.*/s, ""));
    else if (arg.startsWith("-")) for (const letter of arg.slice(1)) flags.add(letter);
  }
  return flags;
}

/** Everything a RUN runs as it is written, the bodies of its heredocs included; of an exec form without quotes and escapes. */
export function bodySource({ text }: DockerfileFact, instruction: Instruction): string {
  const { args, argsSpan, heredocs, span, json, execScript } = instruction;
  if (json !== undefined) return execScript?.text ?? json.join(" ");
  return heredocs.length === 0 ? args : text.slice(argsSpan.start, span.end);
}
