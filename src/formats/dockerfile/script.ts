import { parseExec, type ExecWord } from "../shell/parse-exec.ts";
import { parseShell } from "../shell/parse.ts";
import { isLoneHeredoc, type Heredoc } from "./heredocs.ts";
import { joinPieces, type JoinedText, type Piece } from "../shell/joined-text.ts";
import { physicalLine } from "./logical-lines.ts";
import { printable } from "./refusal.ts";
import type { Instruction } from "../../domain/dockerfile/syntax.ts";
import type { Span } from "../../domain/finding/span.ts";

/** How RUN, CMD, ENTRYPOINT and HEALTHCHECK are run at this point of the file. */
export type BodyShell = "posix" | { readonly unparsed: string };

export type Script = Pick<Instruction, "commands" | "unparsed" | "script" | "execScript" | "shell">;

export const posixShells: ReadonlySet<string> = new Set(["ash", "bash", "busybox", "dash", "ksh", "sh"]);

const shellForms = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"]);

/** The script that the shell runs, as `dispatchRun` of BuildKit builds it, and its commands. */
export function readScript(parts: {
  readonly keyword: string;
  /** The strings of an exec form, and their spans. */
  readonly exec: { readonly words: () => readonly ExecWord[]; readonly span: Span } | undefined;
  /** The text after keyword and flags. */
  readonly body: JoinedText;
  readonly source: string;
  readonly heredocs: readonly Heredoc[];
  readonly shell: BodyShell;
}): Script {
  const { keyword, exec, body, source, heredocs, shell } = parts;
  if (!shellForms.has(keyword) || body.text === "") return {};
  if (exec !== undefined) return readExec(exec.words(), exec.span);
  if (shell !== "posix") return { unparsed: shell.unparsed };
  const [first] = heredocs;
  if (first === undefined) return commandsOf(body);
  if (isLoneHeredoc(body.text)) {
    const lines = linesOf(source, first.bodySpan.start, first.bodySpan.end, first.chomps);
    const script = joinPieces(lines);
    const interpreter = shebang(script.text);
    if (interpreter !== undefined && !posixShells.has(interpreter)) {
      return { unparsed: `heredoc for ${printable(interpreter)}` };
    }
    return { ...commandsOf(script), script: "heredoc" };
  }
  // The line break that ends the line may be some way up: blank lines and comments may follow the last word.
  const bodies = heredocs.flatMap(({ bodySpan, end }) => [
    ...linesOf(source, bodySpan.start, end, false),
    { text: "\n", at: end },
  ]);
  return commandsOf(joinPieces([...body.pieces, { text: "\n", at: first.bodySpan.start - 1 }, ...bodies]));
}

/** SHELL does not apply to it, and neither does the platform's shell: the kernel is given its strings. */
function readExec(words: readonly ExecWord[], span: Span): Script {
  const read = parseExec(words, span);
  if (read === undefined) return {};
  const { script } = read;
  const scriptFields = script && {
    shell: script.shell,
    execScript: {
      text: script.text.text,
      span: script.span,
      pieces: script.text.pieces,
      ...(script.inner === true && { inner: true as const }),
    },
  };
  return {
    ...("problem" in read ? { unparsed: `syntax error: ${read.problem}` } : { commands: read.commands }),
    ...scriptFields,
  };
}

function commandsOf(script: JoinedText): Script {
  const parsed = parseShell(script);
  return "problem" in parsed ? { unparsed: `syntax error: ${parsed.problem}` } : { commands: parsed.commands };
}

/** Lines without CR, each tied to its place; `chomps` removes leading tabs. */
function linesOf(source: string, start: number, end: number, chomps: boolean): Piece[] {
  const whole = source.slice(start, end);
  if (!chomps && !whole.includes("\r")) return [{ text: whole, at: start }];
  const pieces: Piece[] = [];
  for (let at = start; at < end;) {
    const line = physicalLine(source, at);
    let from = line.start;
    while (chomps && from < line.end && source[from] === "\t") from++;
    pieces.push({ text: source.slice(from, Math.min(line.end, end)), at: from });
    if (line.next <= end && line.next > line.end) pieces.push({ text: "\n", at: line.next - 1 });
    at = line.next;
  }
  return pieces;
}

/** Program in a script's `#!` line; after `env`, the program that env runs. */
function shebang(script: string): string | undefined {
  const [, line] = /^#!([^\n]*)/.exec(script) ?? [];
  if (line === undefined) return undefined;
  const names = line
    .trim()
    .split(/\s+/)
    .map((word) => word.split("/").at(-1) ?? "");
  const [first = ""] = names;
  return first === "env" ? (names.slice(1).find((name) => !/^-|=/.test(name)) ?? first) : first;
}
