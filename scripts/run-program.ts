import { spawn } from "node:child_process";

export interface Ended {
  /** Undefined when it was ended for its time, or by a signal. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Milliseconds. */
  readonly timeoutMs?: number;
  readonly cwd?: string;
  /** In place of this process's own. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** Gets each line of stderr as it comes. */
  readonly onLine?: (line: string) => void;
  /** Ends it when aborted. */
  readonly signal?: AbortSignal;
  /** Called with what ends it by a signal. */
  readonly started?: (kill: (signal: NodeJS.Signals) => void) => void;
}

const mostText = 64 * 1024 * 1024;
/** One that does not heed SIGTERM is killed after this. */
const patienceMs = 15_000;

/** Runs a program to its end; never throws for what it answers. */
export function runProgram(
  program: string,
  args: readonly string[],
  { timeoutMs = 60_000, cwd, env, onLine, signal, started }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const texts = { stdout: "", stderr: "" };
    let late = false;
    let line = "";
    let killer: NodeJS.Timeout | undefined;
    const end = () => {
      late = true;
      child.kill("SIGTERM");
      killer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
    };
    const timer = setTimeout(end, timeoutMs);
    if (signal?.aborted === true) end();
    signal?.addEventListener("abort", end, { once: true });
    const settled = () => {
      clearTimeout(timer);
      clearTimeout(killer);
      signal?.removeEventListener("abort", end);
    };
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => {
        if (texts[name].length < mostText) texts[name] += text;
        if (name === "stdout" || onLine === undefined) return;
        const lines = (line + text).split("\n");
        line = lines.pop() ?? "";
        lines.forEach(onLine);
      });
    child.on("error", (error) => {
      settled();
      reject(error);
    });
    child.on("close", (code) => {
      settled();
      resolve({ code: late ? undefined : (code ?? undefined), ...texts });
    });
    started?.((by) => child.kill(by));
  });
}
