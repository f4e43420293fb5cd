import type { DockerfileFact, Instruction, ShellCommand, Stage } from "./dockerfile.ts";
import type { Span } from "../../domain/finding/span.ts";
import { oncePer } from "../../text/once-per.ts";
import { prefixOf } from "./runs.ts";

/** One command as it is written: `sudo` of `sudo apt-get update`, and nothing of what stands inside `sh -c '...'`. */
export interface WrittenCommand {
  /** First word; of `exec`, `command`, `builtin` and `busybox` the word behind it. */
  readonly program: string;
  /** Words behind the first one, quotes removed, expansions as they stand. */
  readonly args: readonly string[];
  readonly span: Span;
  readonly piped: boolean;
  /** The command behind all wrappers; none in an exec form. */
  readonly command?: ShellCommand;
}

/** A RUN, or the RUN of an ONBUILD, with its commands. */
export interface RunBody {
  readonly stage: Stage;
  readonly instruction: Instruction;
  /** Of an exec form, those that its strings would be if a shell read them; empty where nothing was understood. */
  readonly written: readonly WrittenCommand[];
  /** Commands behind wrappers and inside a literal `sh -c`; none in an exec form. */
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
    const { json, argsSpan } = this.instruction;
    return (this.#written ??=
      json === undefined ? writtenCommands(this.#dockerfile.text, this.instruction) : execCommands(json, argsSpan));
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

function writtenCommands(text: string, { commands = [], args, argsSpan }: Instruction): WrittenCommand[] {
  const scripts = nestedScripts(args, argsSpan.start);
  const found: WrittenCommand[] = [];
  for (const command of commands) {
    const [first] = command.words;
    if (first === undefined || isInside(command.span, scripts)) continue;
    const { span, after } = command;
    const words = command.words.map((word) => word.text);
    if (first.span.start !== span.start) words.unshift(...wrapperWords(prefixOf(text, command)));
    const [program = "", inner = ""] = words;
    const behind = transparent.has(program) && inner !== "" && !inner.startsWith("-");
    found.push({ program: behind ? inner : program, args: words.slice(1), span, piped: after === "|", command });
  }
  return found;
}

/** `sudo -E` of `A=1 sudo -E apt-get`: assignments are no words of a command. */
function wrapperWords(prefix: string): string[] {
  const rest = prefix.replace(/^(?:\w+\+?=(?:"[^"]*"|'[^']*'|[^\s"'])*(?:\s|\\\s)+)*/, "");
  return rest.split(/\s+/).filter((word) => word !== "" && word !== "\\" && word !== "`");
}

/** The option that takes a script, and the quote that begins it. */
const scriptOption = /\s(?:-[abd-zA-Z]*c[a-zA-Z]*|--command)(?:\s|[\\`]\r?\n)+(["'])/g;
const shellName = /(?:sh|\b(?:su|runuser))$/;

/** A shell stands at most six words before its script, and those are plain ones. */
function isBehindShell(before: string): boolean {
  for (const word of before.split(/\s+/).slice(-7).reverse()) {
    if (shellName.test(word)) return true;
    if (/[;&|'"]/.test(word)) return false;
  }
  return false;
}

/** Where the scripts of `sh -c "..."` and `su -c "..."` lie. */
function nestedScripts(body: string, start: number): Span[] {
  if (!/\s-(-command|[a-zA-Z]*c)/.test(body)) return [];
  const found: Span[] = [];
  for (const match of body.matchAll(scriptOption)) {
    if (!isBehindShell(body.slice(Math.max(0, match.index - 1_000), match.index).trimEnd())) continue;
    const from = match.index + match[0].length;
    const close = match[1] === "'" ? /'/g : /(?<!\\)"/g;
    close.lastIndex = from;
    const to = close.exec(body)?.index ?? body.length;
    found.push({ start: start + from, end: start + to });
  }
  return found;
}

/** `scripts` lie one behind the other, so that a long RUN costs a search and no walk. */
function isInside({ start, end }: Span, scripts: readonly Span[]): boolean {
  let low = 0;
  let high = scripts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((scripts[middle]?.end ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const script = scripts[low];
  return script !== undefined && script.start <= start && end <= script.end;
}

/** What the strings of an exec form say as one line of shell: how peers that know no exec form read it. */
function execCommands(json: readonly string[], span: Span): WrittenCommand[] {
  const tokens = json.join(" ").match(/&&|\|\||[;|&]|(?:"[^"]*"|'[^']*'|[^\s;|&"'])+/g) ?? [];
  const found: WrittenCommand[] = [];
  let words: string[] = [];
  let piped = false;
  for (const token of [...tokens, ";"]) {
    if (!/^(&&|\|\||[;|&])$/.test(token)) {
      words.push(token.replace(/^(["'])(.*)\1$/s, "$2"));
      continue;
    }
    const [program, ...args] = words;
    if (program !== undefined) found.push({ program, args, span, piped });
    piped = token === "|";
    words = [];
  }
  return found;
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

/** Everything a RUN runs as it is written, the bodies of its heredocs included. */
export function bodySource({ text }: DockerfileFact, { args, argsSpan, heredocs, span }: Instruction): string {
  return heredocs.length === 0 ? args : text.slice(argsSpan.start, span.end);
}
