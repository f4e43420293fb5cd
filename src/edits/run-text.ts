import type { ExecScript } from "../domain/dockerfile/syntax.ts";
import type { Span } from "../domain/finding/span.ts";
import { placeBehind, readRange } from "../formats/shell/exec-script.ts";

/** The parts of a RUN instruction that edit builders need; `Instruction` of the Dockerfile fact is one. */
export interface RunText {
  readonly keyword: string;
  readonly onbuild: boolean;
  readonly span: Span;
  readonly argsSpan: Span;
  readonly flags: readonly { readonly name: string; readonly value?: string }[];
  readonly json?: readonly string[];
  /** Of an exec form, the script that its shell is given. */
  readonly execScript?: ExecScript;
  /** Words of the SHELL that runs it, or of the shell that an exec form calls; undefined for `/bin/sh -c`. */
  readonly shell?: readonly string[];
  readonly heredocs: readonly unknown[];
  readonly comments: readonly Span[];
  readonly commands?: readonly {
    readonly span: Span;
    readonly name?: string;
    readonly words: readonly { readonly text: string }[];
    readonly after: "start" | "&&" | "||" | ";" | "|" | "&";
    readonly topLevel: boolean;
  }[];
}

/** The text that edits are made for; a DockerfileFact is one. */
export interface EditSource {
  readonly file: string;
  readonly text: string;
  readonly eol: "\n" | "\r\n";
  readonly escape: "\\" | "`";
  readonly instructions: readonly RunText[];
}

type Command = NonNullable<RunText["commands"]>[number];

/**
 * Where something can be appended to a body: after its last command or compound, before a closing `;`. `operator`
 * makes the appended command depend on the whole body: `&&`, but `;` where `set -e` already ends the body at the first failure
 * and `&&` would switch that off inside a compound (POSIX, `set -e`).
 */
export function tailOf(
  source: EditSource,
  run: RunText,
): { readonly end: number; readonly operator: "&&" | ";" } | undefined {
  const commands = bodyCommands(run);
  const last = commands?.at(-1);
  if (commands === undefined || last === undefined) return undefined;
  const lastEnd = Math.max(...commands.map(({ span }) => span.end));
  const tail = readRange(source.text, run.execScript, { start: lastEnd, end: bodyEnd(run) });
  const gap = run.execScript === undefined ? tail : tail.trimEnd();
  // A comment would hide the appended command; `&` has no status to depend on.
  if (/[#&]|<<|\\;$/.test(gap)) return undefined;
  // Escaped line breaks end the list.
  if (run.execScript !== undefined && gap.includes("\n")) return undefined;
  if (last.topLevel && last.after !== "||" && leaves(source, run, last)) return undefined;
  const tailText = gap.endsWith(";") ? gap.slice(0, -1).trimEnd() : gap;
  if (tailText.trimEnd().endsWith(source.escape)) return undefined;
  const end = placeBehind(run.execScript, lastEnd, tailText.length);
  const stops = stopsAtFailure(run);
  if (stops === "no" || commands.every(({ topLevel }) => topLevel)) return { end, operator: "&&" };
  // `;` would continue after a failure that `set -e` ignores: left of `&&` and `||`, after `!`.
  const failsVisibly =
    !last.topLevel && commands.every(({ topLevel, after }) => topLevel || (after !== "&&" && after !== "||"));
  const body = run.execScript?.text ?? source.text.slice(run.argsSpan.start, run.argsSpan.end);
  const negated = /(^|[\s;({])!\s/.test(body);
  return stops === "yes" && failsVisibly && !negated ? { end, operator: ";" } : undefined;
}

/** Whether a first body can precede `&&` as it is, needs a subshell, or (undefined) cannot precede it. */
export function firstFlow(source: EditSource, run: RunText): "plain" | "subshell" | undefined {
  const commands = bodyCommands(run);
  if (commands === undefined) return undefined;
  if (
    commands.some(
      (command) =>
        /^(set|shopt|trap)$/.test(command.name ?? "") || command.after === "&" || isExec(source, run, command),
    )
  ) {
    return undefined;
  }
  const plain = commands.every(({ name, topLevel, words }) => topLevel && words.length > 0 && !leaking.has(name ?? ""));
  // Left of `&&` nothing inside a compound stops at a failure any more.
  if (!plain && stopsAtFailure(run) !== "no") return undefined;
  return plain ? "plain" : "subshell";
}

/** Whether a second body can follow `&&` as it is, or needs a group to be one command. */
export function secondFlow(run: RunText): "plain" | "group" | undefined {
  const commands = bodyCommands(run);
  if (commands === undefined || commands.some(({ after }) => after === "&")) return undefined;
  return commands.some(({ after, topLevel }) => !topLevel || after === "||" || after === ";") ? "group" : "plain";
}

/** Change the shell that runs the rest of the body. A variable assignment alone (no words) does so as well. */
const leaking = new Set(
  ". alias cd declare eval exit export getopts hash local mapfile popd pushd read readarray readonly return source typeset ulimit umask unalias unset".split(
    " ",
  ),
);

/** Where the text ends that a shell reads. */
export function bodyEnd({ execScript, argsSpan }: RunText): number {
  return execScript?.span.end ?? argsSpan.end;
}

/** Commands of a RUN that a shell reads and that was understood, without those of substitutions. */
function bodyCommands(run: RunText): readonly Command[] | undefined {
  if (run.keyword !== "RUN" || run.onbuild || run.heredocs.length > 0) return undefined;
  if (run.json !== undefined && run.execScript === undefined) return undefined;
  const { commands = [] } = run;
  const outerCommands: Command[] = [];
  let end = -1;
  for (const command of commands) {
    if (command.span.start < end) continue;
    outerCommands.push(command);
    end = command.span.end;
  }
  return outerCommands.length === 0 ? undefined : outerCommands;
}

function leaves(source: EditSource, run: RunText, command: Command): boolean {
  return /^(exit|return)$/.test(command.name ?? "") || isExec(source, run, command);
}

/** `exec a` is seen as `a`, but its span begins with the `exec`. */
function isExec({ text }: EditSource, { execScript }: RunText, command: Command): boolean {
  return command.name === "exec" || /^exec\b/.test(readRange(text, execScript, command.span));
}

/** Whether `set -e` holds: from the SHELL or the very first command on; `unsure` when the body changes it elsewhere. */
function stopsAtFailure(run: RunText): "yes" | "no" | "unsure" {
  const on = (words: readonly string[]): boolean =>
    words.some((word) => /^-[a-zA-Z]*e/.test(word) || word === "errexit");
  const commands = run.commands ?? [];
  const sets = commands.filter(({ name }) => name === "set");
  const first =
    sets[0] === commands[0] && commands[0]?.topLevel === true && on(commands[0].words.map(({ text }) => text));
  if (sets.length > (first ? 1 : 0)) return "unsure";
  return first || on(run.shell ?? []) ? "yes" : "no";
}

/** Where the lines of a multi-line body put `&&`, and how its commands are indented; undefined for a single line. */
export function continuationStyle(
  text: string,
  run: RunText,
): { readonly leading: boolean; readonly indent: string } | undefined {
  const from = lineStart(text, run.span.start);
  const isComment = (at: number): boolean => run.comments.some((comment) => lineStart(text, comment.start) === at);
  let style: { leading: boolean; indent: string } | undefined;
  let narrowest: string | undefined;
  let open = false;
  for (let at = from; at < run.argsSpan.end; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    if (isComment(at) || line.trim() === "") continue;
    const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
    if (at > from) {
      if (narrowest === undefined || indent.length < narrowest.length) narrowest = indent;
      if (line.trimStart().startsWith("&&")) style = { leading: true, indent };
      else if (open) style = { leading: false, indent };
    }
    open = /(&&|;)\s*[\\`]\s*$/.test(line);
  }
  return style ?? (narrowest === undefined ? undefined : { leading: false, indent: narrowest });
}

/** Start of the line that holds `at`; a byte order mark is no part of a line. */
export function lineStart(text: string, at: number): number {
  const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  return start === 0 && text.startsWith("\uFEFF") ? 1 : start;
}

/** End of the line that holds `at`, before its line break. */
export function lineEnd(text: string, at: number): number {
  const lf = text.indexOf("\n", at);
  const end = lf === -1 ? text.length : lf;
  return end > at && text[end - 1] === "\r" ? end - 1 : end;
}

export function nextLine(text: string, at: number): number {
  const lf = text.indexOf("\n", at);
  return lf === -1 ? text.length : lf + 1;
}
