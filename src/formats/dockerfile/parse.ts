import type { ParsedDockerfile } from "../../domain/dockerfile/parsed-dockerfile.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { Instruction } from "../../domain/dockerfile/syntax.ts";
import { bodyShell, looksWindows } from "./body-shell.ts";
import { readDirectives } from "./directives.ts";
import { buildInstruction } from "./instruction.ts";
import { lineBreaks, readRaws, type Raw } from "./raws.ts";
import { fault, refuse, type Refusal } from "./refusal.ts";
import type { BodyShell } from "./script.ts";
import { stageProblems } from "./stage-problems.ts";
import { splitBlanks, trimSlice } from "./words.ts";

/** The readable part of a file, even if Docker refuses it. */
export interface ReadDockerfile {
  /** Without the instructions that Docker cannot read; undefined when there is no stage. */
  readonly parsed?: ParsedDockerfile;
  /** The first is the one that Docker reports; none when it accepts the file. */
  readonly refusals: readonly Refusal[];
}

/** No real Dockerfile comes near; it bounds the work on hostile input. UTF-16 units. */
const longest = 1024 * 1024;
/** BuildKit reads lines into a buffer of 64 KiB (bufio.MaxScanTokenSize). */
const longestLine = 65_535;
const needsFrom = "A Dockerfile needs at least one FROM line that names a base image.";

/**
 * Reads a Dockerfile as BuildKit does (frontend/dockerfile/parser). dockerfile-ast is not used: it reads `\\` at a line
 * end for a continuation and does not support `3<<EOF`, and an edit at such a wrong boundary would break the file.
 * @throws Failure `not-a-dockerfile`, with the line, for text that Docker would refuse, too; see `refusalOf`.
 */
export function parseDockerfile(file: string, text: string): ParsedDockerfile {
  const { parsed, refusals } = readDockerfile(file, text);
  const [refusal] = refusals;
  if (refusal !== undefined) throw refuse(file, refusal);
  if (parsed === undefined) throw new Error("nothing was read, and nothing refused");
  return parsed;
}

/** Like `parseDockerfile`, but with every fault, and the instructions after the first one. */
export function readDockerfile(file: string, text: string): ReadDockerfile {
  const foreign = foreignProblem(text);
  if (foreign !== undefined) return { refusals: [foreign] };
  const bom = text.startsWith("\uFEFF") ? 1 : 0;
  const directives = readDirectives(text, bom);
  if (directives.problem !== undefined) {
    const { number, line, text: problem } = directives.problem;
    return { refusals: [{ ...fault(problem), line: number, span: trimSlice(text, line.start, line.end) }] };
  }
  const escape = directives.values.get("escape") === "`" ? "`" : "\\";
  const line = 1 + lineBreaks(text, bom, directives.next);
  const { raws, refusals } = readRaws(text, directives.next, line, escape);
  if (!raws.some(({ head }) => head.keyword === "FROM" && !head.onbuild)) {
    return { refusals: refusals.length > 0 ? refusals : [whole("there is no FROM in it", needsFrom)] };
  }
  const parsed = {
    file,
    text,
    escape,
    eol: /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n",
    ...build(raws, text, escape),
  } as const;
  return { parsed, refusals: [...refusals, ...stageProblems(text, raws, escape)] };
}

function build(
  raws: readonly Raw[],
  source: string,
  escape: "\\" | "`",
): Pick<ParsedDockerfile, "windows" | "instructions"> {
  const windows = looksWindows(
    raws.map(({ head, joined }) => ({ ...head, text: joined.text.slice(head.args.start, head.args.end) })),
    escape,
  );
  const shells = stageShells();
  const instructions = raws.map((raw): Instruction => {
    shells.enter(raw);
    const shellWords = shells.current();
    const shell: BodyShell = shellWords === undefined ? "posix" : bodyShell(shellWords);
    return buildInstruction({ ...raw, source, shellWords, escape, shell: windows ? { unparsed: "windows" } : shell });
  });
  return { windows, instructions };
}

/** A SHELL holds until the next one, and in every stage built from its stage. */
function stageShells() {
  const ends = new Map<string, readonly string[] | undefined>();
  let [name, words]: [string | undefined, readonly string[] | undefined] = [undefined, undefined];
  let pending: readonly string[] | undefined;
  return {
    current: () => words,
    enter({ head, joined }: Raw): void {
      // A SHELL applies to the instructions after it.
      if (pending !== undefined) [words, pending] = [pending, undefined];
      if (head.onbuild) return;
      if (head.keyword === "SHELL") pending = head.json ?? [];
      if (head.keyword !== "FROM") return;
      if (name !== undefined) ends.set(name, words);
      const [base = "", , alias] = splitBlanks(joined.text, head.args).map(({ start, end }) =>
        joined.text.slice(start, end).toLowerCase(),
      );
      words = ends.get(base);
      name = alias;
    },
  };
}

function foreignProblem(text: string): Refusal | undefined {
  if (text.length > longest) {
    return whole(`it is larger than ${longest} characters`, "Name a Dockerfile, not a data file.");
  }
  if (text.includes("\0")) return whole("it is a binary file", "Name a Dockerfile, which is plain text.");
  if (text.replace("\uFEFF", "").trim() === "") return whole("it is empty", needsFrom);
  return longLine(text);
}

function whole(problem: string, hint: string): Refusal {
  return { ...fault(problem), line: 1, span: { start: 0, end: 0 }, hint };
}

function longLine(text: string): Refusal | undefined {
  let start = 0;
  for (let line = 1; start <= text.length; line++) {
    const lf = text.indexOf("\n", start);
    const span: Span = { start, end: lf === -1 ? text.length : lf };
    if (span.end - start > longestLine) {
      return { ...fault(`the line is longer than ${longestLine} characters`), line, span };
    }
    if (lf === -1) return undefined;
    start = lf + 1;
  }
  return undefined;
}
