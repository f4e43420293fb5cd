import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Failure } from "../../domain/failure.ts";

/** ShellCheck's answer as it is printed; why it was ended; or that there is none. */
export type Called = { readonly output: string } | { readonly over: "time" | "memory" | "output" } | "not installed";

/**
 * What makes no sense for a piece of a build: sourced files that only the image has (1090, 1091), variables that ENV and ARG
 * set (2154), a shebang of ash (2187).
 */
const excluded = "SC1090,SC1091,SC2154,SC2187";

/** Ordinary scripts need a tenth of it. */
const mostMemoryKb = 1024 * 1024;
const mostOutputBytes = 16 * 1024 * 1024;
const lookMs = 200;

/** One process, ended where it exceeds its limits: its parser is exponential in some nestings. Throws `unreadable` when it breaks. */
export function callShellCheck(
  names: readonly string[],
  cwd: string,
  { milliseconds, memoryKb = mostMemoryKb }: { readonly milliseconds: number; readonly memoryKb?: number },
  signal?: AbortSignal,
): Promise<Called> {
  const { promise, resolve, reject } = Promise.withResolvers<Called>();
  const args = ["--norc", "--format=json1", `--exclude=${excluded}`, ...names];
  const child = spawn("shellcheck", args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const out: Buffer[] = [];
  let bytes = 0;
  let told = "";
  let over: "time" | "memory" | "output" | undefined;
  const end = (why?: typeof over) => {
    over ??= why;
    child.kill("SIGKILL");
  };
  const stop = () => end();
  const timer = setTimeout(() => end("time"), milliseconds);
  const looks = setInterval(() => {
    if (residentKb(child.pid) > memoryKb) end("memory");
  }, lookMs);
  signal?.addEventListener("abort", stop, { once: true });
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostOutputBytes) end("output");
    else out.push(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    if (told.length < 1000) told += chunk.toString("utf8").slice(0, 1000);
  });
  const settle = () => {
    clearTimeout(timer);
    clearInterval(looks);
    signal?.removeEventListener("abort", stop);
  };
  child.on("error", (error: NodeJS.ErrnoException) => {
    settle();
    if (error.code === "ENOENT") resolve("not installed");
    else reject(broken(error.message, error));
  });
  // Exit 1 means that it found something; 2 and above, that it could not work.
  child.on("close", (code) => {
    settle();
    if (signal?.aborted === true) reject(signal.reason as Error);
    else if (over !== undefined) resolve({ over });
    else if (code === 0 || code === 1) resolve({ output: Buffer.concat(out).toString("utf8") });
    else reject(broken(told.trim() || `it ended with ${code}`));
  });
  if (signal?.aborted === true) stop();
  return promise;
}

/** proc_pid_status(5); 0 where the system has no such file. */
function residentKb(pid: number | undefined): number {
  try {
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

export function broken(what: string, cause?: unknown): Failure {
  return new Failure("unreadable", `ShellCheck did not work: ${what}`, {
    hint: "Run it by hand on any script, or leave it out with --shellcheck none.",
    cause,
  });
}
