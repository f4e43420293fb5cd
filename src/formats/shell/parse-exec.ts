import type { ShellCommand } from "../../domain/dockerfile/syntax.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { JoinedText } from "./joined-text.ts";
import { parseShell } from "./parse.ts";
import { programOf, scriptWord, skipWrappers, type ShellArgument } from "./see-through.ts";

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

/** What a shell among the words is given to run. */
interface ExecScript {
  readonly text: JoinedText;
  /** Between the quotes of its string. */
  readonly span: Span;
  /** The shell with its options: `bash -euo pipefail -c`. */
  readonly shell: readonly string[];
}

/**
 * The commands of an exec form, read as a shell would be given them: the script of `["sh", "-c", SCRIPT]`, or the one that its words are. Wrappers are seen
 * through as in a shell form. `span` is that of a command without a script. Undefined without words.
 */
export function parseExec(words: readonly ExecWord[], span: Span): ExecReading | undefined {
  if (words.length === 0) return undefined;
  const all = words.map(({ text: { text } }, pos): ShellArgument => ({
    text,
    raw: text,
    literal: true,
    pos,
    end: pos + 1,
  }));
  const seen = skipWrappers(all);
  const [program] = seen.words;
  const name = programOf(program);
  // As of SHELL, the folder of a shell does not matter: `/busybox/sh`.
  const inside = scriptWord(seen.words.map((word, at) => (at === 0 ? { ...word, text: fileName(word.text) } : word)));
  const script = inside === undefined ? undefined : words[inside.pos];
  const wrappers =
    script !== undefined && (name === "su" || name === "runuser") ? [...seen.wrappers, name] : seen.wrappers;
  const assignments = seen.assignments.map(({ text, pos }) => ({
    name: text.split("=", 1)[0] ?? "",
    span: words[pos]?.span ?? span,
  }));
  const around = { ...(wrappers.length > 0 && { wrappers }), ...(assignments.length > 0 && { assignments }) };
  const fed = wrappers.includes("xargs");
  if (inside === undefined || script === undefined) {
    const before = all.slice(0, program?.pos).map(({ text }) => `${quoted(text)} `);
    const prefix = before.length > 0 && { prefix: before.join("") };
    const own = seen.words.map(({ text, pos }) => ({ text, literal: true, span: words[pos]?.span ?? span }));
    const named = name === undefined ? {} : { name };
    return { commands: [{ span, ...named, words: own, after: "start", topLevel: !fed, ...prefix, ...around }] };
  }
  const shell = all.slice(program?.pos ?? 0, inside.pos).map(({ text }) => text);
  const given = { text: script.text, span: { start: script.span.start + 1, end: script.span.end - 1 }, shell };
  const parsed = parseShell(script.text, 0, true);
  if ("problem" in parsed) return { problem: parsed.problem, script: given };
  const commands = parsed.commands.map((command): ShellCommand => ({
    ...around,
    ...command,
    ...(wrappers.length > 0 && { wrappers: [...wrappers, ...(command.wrappers ?? [])] }),
    topLevel: command.topLevel && !fed,
  }));
  return { commands, script: given };
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
