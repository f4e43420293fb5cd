import type { Span } from "../../domain/finding/span.ts";
import type { DockerfileFact, Instruction } from "./dockerfile.ts";

/** A script that a build runs, for a reader of shell scripts. Its characters have the offsets of the source from `at` on. */
export interface ScriptPlace {
  readonly shell: "sh" | "bash" | "dash" | "ksh";
  readonly text: string;
  readonly at: number;
}

/** ShellCheck's findings, at their places in the Dockerfile. */
export type ShellCheckFact = readonly {
  readonly code: string;
  readonly level: "error" | "warning" | "info" | "style";
  readonly message: string;
  readonly span: Span;
}[];

/**
 * Scripts of all RUNs in shell form, of heredocs that a POSIX shell reads, and of exec forms that write them without an escape. What Docker takes out of a RUN
 * (continuations, comments) is blanked, so that every place stays what it is; a RUN where that would tear a word apart is left out.
 */
export function shellScripts(dockerfile: DockerfileFact): ScriptPlace[] {
  const scripts: ScriptPlace[] = [];
  for (const instruction of dockerfile.instructions) {
    const { keyword } = instruction;
    const shell = shellOf(instruction.shell?.[0]);
    if (keyword !== "RUN" || instruction.commands === undefined) continue;
    const script = scriptOf(dockerfile, instruction);
    if (script !== undefined) scripts.push({ shell: script.shell ?? shell, text: script.text, at: script.at });
  }
  return scripts;
}

interface Script {
  readonly text: string;
  readonly at: number;
  readonly shell?: ScriptPlace["shell"];
}

function scriptOf(dockerfile: DockerfileFact, instruction: Instruction): Script | undefined {
  const { json, execScript, heredocs } = instruction;
  if (json !== undefined) {
    const [only, ...more] = execScript?.pieces ?? [];
    if (only === undefined || only.length !== undefined || more.length > 0) return undefined;
    return { text: only.text, at: only.at };
  }
  return heredocs.length > 0 ? heredocScript(dockerfile, instruction) : blanked(dockerfile, instruction);
}

function shellOf(program = ""): ScriptPlace["shell"] {
  const name = program.slice(program.lastIndexOf("/") + 1);
  return name === "bash" || name === "dash" || name === "ksh" ? name : "sh";
}

/** Only where the heredoc is the script itself; one that feeds another program is that program's business. */
function heredocScript({ text }: DockerfileFact, { args, heredocs }: Instruction): Script | undefined {
  const [only] = heredocs;
  if (only === undefined || heredocs.length > 1 || !/^\d*<<-?\S+$/.test(args.trim())) return undefined;
  const body = text.slice(only.bodySpan.start, only.bodySpan.end);
  const shebang = /^#!\s*(?:\/usr\/bin\/env\s+)?(\S+)/.exec(body)?.[1];
  return { text: body, at: only.bodySpan.start, ...(shebang !== undefined && { shell: shellOf(shebang) }) };
}

function blanked({ text, escape }: DockerfileFact, { argsSpan, comments }: Instruction): Script | undefined {
  const characters = text.slice(argsSpan.start, argsSpan.end).split("");
  const blank = (start: number, end: number) => characters.fill(" ", Math.max(start, 0), Math.max(end, 0));
  for (const { start, end } of comments) blank(start - argsSpan.start, end - argsSpan.start);
  const source = text.slice(argsSpan.start, argsSpan.end);
  const continuation = escape === "\\" ? /\\[ \t]*\r?(?=\n)/g : /`[ \t]*\r?(?=\n)/g;
  let torn = false;
  for (const { index, 0: match } of source.matchAll(continuation)) {
    const before = source[index - 1] ?? " ";
    const after = source[index + match.length + 1] ?? " ";
    torn ||= /\S/.test(before) && /[^\s#]/.test(after);
    blank(index, index + match.length + 1);
  }
  for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1)) blank(at, at + 1);
  return torn ? undefined : { text: characters.join(""), at: argsSpan.start };
}
