import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Span } from "../../domain/finding/span.ts";
import { openPrivateFolder, temporaryFailure } from "../leftovers/private-folder.ts";
import { isLocated, locateProgram, type Search, whyRefused } from "../programs/locate-program.ts";
import { broken, callShellCheck } from "./call-shellcheck.ts";

export interface ShellScript {
  readonly shell: "sh" | "bash" | "dash" | "ksh";
  readonly text: string;
  /** Scripts with the same origin share a time budget; scripts without one share a budget, too. */
  readonly origin?: unknown;
}

export interface ShellComment {
  /** `SC2086`. */
  readonly code: string;
  readonly level: "error" | "warning" | "info" | "style";
  readonly message: string;
  /** Range in the script's text. */
  readonly span: Span;
}

/** Comments on one script, or why there are none. */
export type ScriptAnswer = readonly ShellComment[] | { readonly skipped: string };

const notInstalled = "ShellCheck is not installed; with it on PATH every RUN is read by it as well";

/** Scripts per process; if it must be ended, each half is checked again. */
const batch = 64;
/** Base time limit of a process, and the addition per script. */
const limitMs = { process: 3_000, script: 20 };
/** Time budget of all scripts of one origin; scripts beyond it are skipped. A file of twenty RUNs takes a tenth of a second. */
const budgetMs = 2_500;
/** Nesting at which its parser starts to double its time with each level; longer scripts are rare as well. Such a script is checked separately. */
const odd = { depth: 6, characters: 32_768 };
/** After this many ended processes in one call, similar scripts are skipped. */
const mostEnded = 8;

/**
 * The results of the installed ShellCheck for every script, in order, or why there is none. A script that takes too
 * long, or too much memory, is skipped and does not affect the others. Throws `unreadable` if it fails.
 */
export async function runShellCheck(
  scripts: readonly ShellScript[],
  search: Search,
  signal?: AbortSignal,
): Promise<readonly ScriptAnswer[] | { readonly missing: string }> {
  const program = locateProgram("shellcheck", search);
  if (!isLocated(program)) {
    const refused = whyRefused(program);
    return { missing: refused === undefined ? notInstalled : `ShellCheck ${refused}` };
  }
  await using scratch = openPrivateFolder("shellcheck");
  const folder = scratch.path;
  const answers: ScriptAnswer[] = scripts.map(() => []);
  const first = firstOfEach(scripts);
  const budget = budgets(scripts);
  let ended = 0;
  const ask = async (scriptIndexes: readonly number[]): Promise<void> => {
    const indexes = scriptIndexes.filter((at) => budget.left(at));
    for (const at of scriptIndexes) if (!budget.left(at)) answers[at] = { skipped: usedUp };
    if (indexes.length === 0) return;
    const limit = limitMs.process + limitMs.script * indexes.length;
    const call = { program, search, folder, milliseconds: limit, signal };
    const started = performance.now();
    const called = await callShellCheck(indexes.map(String), call);
    budget.charge(indexes, performance.now() - started);
    if ("output" in called) return takeComments(called.output, scripts, answers);
    ended++;
    const [only] = indexes;
    if (indexes.length === 1 && only !== undefined) {
      answers[only] = { skipped: `ShellCheck was ended on one of its scripts: ${reasons[called.over](limit)}` };
      return;
    }
    const half = Math.ceil(indexes.length / 2);
    await ask(indexes.slice(0, half));
    await ask(indexes.slice(half));
  };
  const distinctScripts = [...new Set(first)];
  const [separateScripts, jointScripts] = [
    distinctScripts.filter((at) => isOdd(scripts[at])),
    new Set(distinctScripts),
  ];
  for (const at of separateScripts) jointScripts.delete(at);
  const groups = [...chunks([...jointScripts], batch), ...separateScripts.map((at) => [at])];
  for (const indexes of groups) {
    const [only] = indexes;
    if (ended >= mostEnded && indexes.length === 1 && only !== undefined && isOdd(scripts[only])) {
      answers[only] = {
        skipped: `ShellCheck was ended on ${ended} others like one of its scripts, so it was not asked`,
      };
      continue;
    }
    if (!indexes.some((at) => budget.left(at))) {
      for (const at of indexes) answers[at] = { skipped: usedUp };
      continue;
    }
    const started = performance.now();
    // The first line is ours: it sets the shell, and keeps the script's own first line from being interpreted.
    await Promise.all(
      indexes.map((at) => {
        const { shell, text } = scripts[at] ?? { shell: "sh", text: "" };
        return writeFile(join(folder, String(at)), `#!/bin/${shell}\n${text}\n`);
      }),
    ).catch((error: unknown) => {
      throw temporaryFailure(error);
    });
    budget.charge(indexes, performance.now() - started);
    await ask(indexes);
  }
  return first.map((at) => answers[at] ?? []);
}

const usedUp = `its scripts took ShellCheck longer than ${budgetMs / 1000} s together, so not all of them were asked`;

/** For each script, the first one with the same text: equal scripts are checked once. */
function firstOfEach(scripts: readonly ShellScript[]): readonly number[] {
  const firstIndexes = new Map<string, number>();
  return scripts.map(({ shell, text }, at) => {
    const key = `${shell}\0${text}`;
    const firstIndex = firstIndexes.get(key);
    if (firstIndex === undefined) firstIndexes.set(key, at);
    return firstIndex ?? at;
  });
}

/** Time used by the scripts of each origin; time that several origins share is split among them. */
function budgets(scripts: readonly ShellScript[]) {
  const spent = new Map<unknown, number>();
  return {
    left: (at: number): boolean => (spent.get(scripts[at]?.origin) ?? 0) < budgetMs,
    charge(indexes: readonly number[], ms: number): void {
      for (const at of indexes) {
        const origin = scripts[at]?.origin;
        spent.set(origin, (spent.get(origin) ?? 0) + ms / indexes.length);
      }
    },
  };
}

const reasons = {
  time: (limit: number) => `it took longer than ${Math.round(limit / 1000)} s`,
  memory: () => "it took more than 1 GiB of memory",
  output: () => "it answered more than 16 MiB",
} as const;

function isOdd(script: ShellScript | undefined): boolean {
  const { text = "" } = script ?? {};
  if (text.length > odd.characters) return true;
  let [depth, deepest] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "(" || char === "{" || char === "[") deepest = Math.max(deepest, ++depth);
    else if ((char === ")" || char === "}" || char === "]") && depth > 0) depth--;
  }
  return deepest >= odd.depth;
}

function* chunks(list: readonly number[], size: number): Generator<readonly number[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}

interface Comment {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
  readonly level: ShellComment["level"];
  readonly code: number;
  readonly message: string;
}

function takeComments(output: string, scripts: readonly ShellScript[], answers: ScriptAnswer[]): void {
  const commentsByScript = Map.groupBy(parse(output), ({ file }) => Number(file));
  for (const [index, comments] of commentsByScript) {
    const { text } = scripts[index] ?? {};
    if (text === undefined) continue;
    const offset = offsetsIn(text);
    answers[index] = comments.map((scriptComment) => ({
      code: `SC${scriptComment.code}`,
      level: scriptComment.level,
      message: scriptComment.message,
      span: {
        start: offset(scriptComment.line, scriptComment.column),
        end: offset(scriptComment.endLine, scriptComment.endColumn),
      },
    }));
  }
}

function parse(output: string): readonly Comment[] {
  try {
    return (JSON.parse(output) as { comments: Comment[] }).comments;
  } catch (cause) {
    throw broken(`it answered ${output.slice(0, 80)}`, cause);
  }
}

/** Converts 1-based lines (after ours) and columns, which count code points, to UTF-16 offsets. */
function offsetsIn(text: string): (line: number, column: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (line, column) => {
    const start = starts[line - 2] ?? text.length;
    const row = text.slice(start, Math.min((starts[line - 1] ?? text.length + 1) - 1, start + 2 * column));
    return (
      start +
      Array.from(row)
        .slice(0, column - 1)
        .join("").length
    );
  };
}
