import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Span } from "../../domain/span.ts";

export interface ShellScript {
  readonly shell: "sh" | "bash" | "dash" | "ksh";
  readonly text: string;
}

export interface ShellComment {
  /** `SC2086`. */
  readonly code: string;
  readonly level: "error" | "warning" | "info" | "style";
  readonly message: string;
  /** In the script's text. */
  readonly span: Span;
}

/**
 * What makes no sense for a piece of a build: sourced files that only the image has (1090, 1091), variables that ENV and ARG
 * set (2154), a shebang of ash (2187).
 */
const excluded = "SC1090,SC1091,SC2154,SC2187";

/** Files of one call; the system limits what a command line may hold. */
const batch = 400;

/**
 * Comments of the installed ShellCheck on every script, in the order of the scripts; undefined when it is not installed.
 * One process reads up to 400 scripts. Throws `unreadable` when it breaks.
 */
export async function runShellCheck(
  scripts: readonly ShellScript[],
  signal?: AbortSignal,
): Promise<readonly (readonly ShellComment[])[] | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-shellcheck-"));
  try {
    const comments: ShellComment[][] = scripts.map(() => []);
    for (let from = 0; from < scripts.length; from += batch) {
      const part = scripts.slice(from, from + batch);
      const names = part.map((_, index) => String(from + index));
      // The first line is ours: it tells the shell, and keeps a script's own first line from being taken for one.
      await Promise.all(
        part.map(({ shell, text }, index) => writeFile(join(folder, names[index] ?? ""), `#!/bin/${shell}\n${text}\n`)),
      );
      const output = await shellcheck(names, folder, signal);
      if (output === undefined) return undefined;
      for (const one of parse(output)) {
        const index = Number(one.file);
        const { text = "" } = scripts[index] ?? {};
        comments[index]?.push({
          code: `SC${one.code}`,
          level: one.level,
          message: one.message,
          span: { start: offset(text, one.line, one.column), end: offset(text, one.endLine, one.endColumn) },
        });
      }
    }
    return comments;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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

function parse(output: string): readonly Comment[] {
  try {
    return (JSON.parse(output) as { comments: Comment[] }).comments;
  } catch (cause) {
    throw broken(`it answered ${output.slice(0, 80)}`, cause);
  }
}

/** Exit 1 means that it found something; 2 and above, that it could not work. */
function shellcheck(names: readonly string[], cwd: string, signal?: AbortSignal): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  const args = ["--norc", "--format=json1", `--exclude=${excluded}`, ...names];
  const child = spawn("shellcheck", args, { cwd, stdio: ["ignore", "pipe", "pipe"], ...(signal && { signal }) });
  const out: Buffer[] = [];
  let told = "";
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => (told += chunk.toString("utf8").slice(0, 1000)));
  child.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") resolve(undefined);
    else reject(signal?.aborted === true ? (signal.reason as Error) : broken(error.message, error));
  });
  child.on("close", (code) => {
    if (code === 0 || code === 1) resolve(Buffer.concat(out).toString("utf8"));
    else reject(broken(told.trim() || `it ended with ${code}`));
  });
  return promise;
}

function broken(what: string, cause?: unknown): Failure {
  return new Failure("unreadable", `ShellCheck did not work: ${what}`, {
    hint: "Run it by hand on any script, or leave it out with --shellcheck none.",
    cause,
  });
}

/** Offset of a 1-based line (after ours) and column, which counts code points, in UTF-16 units. */
function offset(text: string, line: number, column: number): number {
  let start = 0;
  for (let left = line - 2; left > 0; left--) start = text.indexOf("\n", start) + 1;
  const end = text.indexOf("\n", start);
  const row = text.slice(start, end === -1 ? text.length : end);
  return (
    start +
    Array.from(row)
      .slice(0, column - 1)
      .join("").length
  );
}
