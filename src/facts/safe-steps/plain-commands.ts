import type { DockerfileFact, Instruction, ShellCommand } from "../dockerfile/dockerfile.ts";
import { shellSpan } from "../dockerfile/exec-form.ts";
import { oncePer } from "../../text/once-per.ts";

/** A command whose words a shell passes on as they are written: no expansion, glob, launcher or function, and no redirection but to `/dev/null`. */
export interface PlainCommand {
  /** Program first. A quoted word is without its quotes. */
  readonly words: readonly string[];
  /** Names of the variables set in front of it, with their values. */
  readonly variables: readonly (readonly [name: string, value: string])[];
  /** Commands of the same RUN that ended well whenever this one starts. */
  readonly required: readonly PlainCommand[];
}

/** Each command knows those before it. */
const maxCommands = 500;

const plainWord = /^(?:[\w@%+=:,./-]+|"[\w @%+=:,./<>()[\]*?'^-]*"|'[\w @%+=:,./<>()[\]*?"^$-]*')$/;
/** The one glob that is plain enough: all of a directory that is named. */
const allOfDirectory = /^(?:\/[\w.+-]+)+\/\*$/;
const plainVariable = /^(\w+)=([\w.,:@+/-]*|"[\w .,:@+/-]*")$/;

/** The commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK that are joined by `&&` and `;` alone; undefined where the text holds anything else. */
export const plainCommands = oncePer(
  (instruction: Instruction, dockerfile: DockerfileFact): readonly PlainCommand[] | undefined => {
    const { json, execScript, heredocs, commands } = instruction;
    if (heredocs.length > 0) return undefined;
    if (json !== undefined && execScript === undefined)
      return json.length === 0 ? undefined : [{ words: json, variables: [], required: [] }];
    if (json !== undefined && !isPlainShell(json.slice(0, -1))) return undefined;
    if (commands === undefined || commands.length > maxCommands || !hasOnlyLists(instruction, commands, dockerfile))
      return undefined;
    const plain: PlainCommand[] = [];
    let list: PlainCommand[] = [];
    let previousCommands: readonly PlainCommand[] = [];
    for (const command of commands) {
      // Under `set -e`, a list with one command ends the script on failure.
      if (command.after === ";") {
        previousCommands =
          stopsOnFailure(plain[0]) && list.length === 1 ? [...previousCommands, ...list] : previousCommands;
        list = [];
      }
      const currentCommand = plainCommand(command, dockerfile, [...previousCommands, ...list]);
      if (currentCommand === undefined) return undefined;
      list.push(currentCommand);
      plain.push(currentCommand);
    }
    return plain;
  },
);

/** A shell of the base that reads no file before the script; its script is the last word. */
export function isPlainShell(words: readonly string[]): boolean {
  return plainShell.test(words.join(" "));
}

const plainShell =
  /^(?:(?:\/bin\/)?sh(?: -[eux]+)? -[eux]*c|(?:\/bin\/)?bash(?: -[eux]+)?(?: -o pipefail| -[eux]+o pipefail)?(?: -[eux]+)? -[eux]*c)$/;

function stopsOnFailure(first: PlainCommand | undefined): boolean {
  return first?.words[0] === "set" && first.words.slice(1).some((word) => /^-[a-z]*e/.test(word));
}

/** Between the commands there is nothing but `&&`, `;`, line breaks and comment lines. */
function hasOnlyLists(
  instruction: Instruction,
  commands: readonly ShellCommand[],
  { text, escape }: DockerfileFact,
): boolean {
  const body = shellSpan(instruction);
  let at = body.start;
  let between = "";
  const covered = [...commands.map(({ span }) => span), ...instruction.comments].toSorted((a, b) => a.start - b.start);
  for (const { start, end } of covered) {
    if (start > at) between += text.slice(at, start);
    at = Math.max(at, end);
  }
  between += text.slice(at, body.end);
  return between.replaceAll(/&&|[;\s]/g, "").replaceAll(escape, "") === "";
}

/** `> /dev/null`, `2>&1`. */
function isSilence(operator: string, target: string): boolean {
  return (operator === ">" && target === "/dev/null") || (operator === ">&" && /^[12]$/.test(target));
}

function plainCommand(
  command: ShellCommand,
  { text }: DockerfileFact,
  required: readonly PlainCommand[],
): PlainCommand | undefined {
  const { words, after, topLevel, wrappers = [], assignments = [], redirects = [] } = command;
  if (!topLevel || !/^(?:start|&&|;)$/.test(after) || wrappers.length > 0) return undefined;
  if (words.length === 0 || command.inScript === true || command.pipeline !== undefined) return undefined;
  if (!redirects.every(({ operator, target }) => isSilence(operator, target.text))) return undefined;
  const plain: string[] = [];
  for (const { text: word, span } of words) {
    const sourceText = text.slice(span.start, span.end);
    const quoted = /^["']/.test(sourceText);
    if (!plainWord.test(sourceText) && !allOfDirectory.test(sourceText)) return undefined;
    if ((quoted ? sourceText.slice(1, -1) : sourceText) !== word) return undefined;
    plain.push(word);
  }
  const variables: (readonly [string, string])[] = [];
  for (const { span } of assignments) {
    const [, name, value] = plainVariable.exec(text.slice(span.start, span.end)) ?? [];
    if (name === undefined || value === undefined) return undefined;
    variables.push([name, value.replaceAll('"', "")]);
  }
  return { words: plain, variables, required };
}
