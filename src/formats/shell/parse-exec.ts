import type { ShellCommand } from "../../domain/dockerfile/syntax.ts";
import type { Span } from "../../domain/finding/span.ts";
import { joinPieces, sourceSpan, type JoinedText } from "./joined-text.ts";
import { parseShell } from "./parse.ts";
import { programOf, runsScript, scriptWord, skipLaunchers, type ShellArgument } from "./see-through.ts";

/** A string of an exec form. */
export interface ExecWord {
  /** Unescaped, each character at its place. */
  readonly text: JoinedText;
  /** With its quotes. */
  readonly span: Span;
}

export type ExecReading =
  | { readonly commands: readonly ShellCommand[]; readonly script?: ExecScript }
  | { readonly problem: string; readonly script: ExecScript };

/** The script of a shell among the words. */
interface ExecScript {
  readonly text: JoinedText;
  /** Between the quotes of its string. */
  readonly span: Span;
  /** The shell with its options: `bash -euo pipefail -c`. */
  readonly shell: readonly string[];
  /** It is in the text of `env -S`. */
  readonly inner?: true;
}

/**
 * The commands of an exec form, read as a shell would be given them: the script of `["sh", "-c", SCRIPT]`, or the one that its words are. Launchers are seen
 * through as in a shell form. `span` is that of a command without a script. Undefined without words.
 */
export function parseExec(words: readonly ExecWord[], span: Span): ExecReading | undefined {
  if (words.length === 0) return undefined;
  const execArguments = words.map(({ text: { text } }, pos): ShellArgument => ({
    text,
    raw: text,
    literal: true,
    pos,
    end: pos + 1,
  }));
  const sourceOf = ({ inner, pos }: ShellArgument): JoinedText => inner?.text ?? words[pos]?.text ?? joinPieces([]);
  const spanOf = ({ inner, pos }: ShellArgument): Span => inner?.span ?? words[pos]?.span ?? span;
  const launch = skipLaunchers(execArguments, sourceOf);
  const [program] = launch.words;
  const name = programOf(program);
  // As of SHELL, the folder of a shell does not matter: `/busybox/sh`.
  const script = scriptWord(launch.words.map((word, at) => (at === 0 ? { ...word, text: fileName(word.text) } : word)));
  const wrappers =
    script !== undefined && name !== undefined && runsScript(name) ? [...launch.wrappers, name] : launch.wrappers;
  const assignments = launch.assignments.map((word) => ({
    name: word.text.split("=", 1)[0] ?? "",
    span: spanOf(word),
  }));
  const launchFields = { ...(wrappers.length > 0 && { wrappers }), ...(assignments.length > 0 && { assignments }) };
  const fed = wrappers.includes("xargs");
  if (script?.literal !== true) {
    const launcherWords = launch.before.map(({ text }) => `${quoted(text)} `);
    const prefix = launcherWords.length > 0 && { prefix: launcherWords.join("") };
    const commandWords = launch.words.map((word) => ({ text: word.text, literal: word.literal, span: spanOf(word) }));
    const nameField = name === undefined ? {} : { name };
    return {
      commands: [
        { span, ...nameField, words: commandWords, after: "start", topLevel: !fed, ...prefix, ...launchFields },
      ],
    };
  }
  const shell = launch.words.slice(0, launch.words.indexOf(script)).map(({ text }) => text);
  const text = sourceOf(script);
  const { start, end } = spanOf(script);
  const scriptSource = {
    text,
    span:
      script.inner === undefined || text.text === ""
        ? { start: start + 1, end: end - 1 }
        : sourceSpan(text, 0, text.text.length),
    shell,
    ...(script.inner !== undefined && { inner: true as const }),
  };
  const parsed = parseShell(text, 0, true);
  if ("problem" in parsed) return { problem: parsed.problem, script: scriptSource };
  const commands = parsed.commands.map((command): ShellCommand => ({
    ...launchFields,
    ...command,
    ...(wrappers.length > 0 && { wrappers: [...wrappers, ...(command.wrappers ?? [])] }),
    topLevel: command.topLevel && !fed,
  }));
  return { commands, script: scriptSource };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** As a shell would be given the word: `A='x y'`. */
function quoted(word: string): string {
  if (/^[\w./:=@%+,-]*$/.test(word)) return word;
  const [, name = "", value = word] = /^(\w+=)(.*)$/s.exec(word) ?? [];
  return `${name}'${value.replaceAll("'", String.raw`'\''`)}'`;
}
