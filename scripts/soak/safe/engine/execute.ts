import { spawn } from "node:child_process";
import type { Answer, DockerOptions } from "./soak-engine.ts";

export interface ExecuteOptions extends DockerOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

const maxOutput = 4_000_000;

/** Runs a program to its end; 124 where the time is over, as timeout(1) has it. */
export async function execute(program: string, args: readonly string[], options: ExecuteOptions): Promise<Answer> {
  options.signal.throwIfAborted();
  const { timeoutMs = 300_000, input, env } = options;
  // Detached: Ctrl-C reaches the soak alone, which ends its programs by itself.
  const child = spawn(program, args, { env, stdio: ["pipe", "pipe", "pipe"], detached: true });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      if (texts[name].length < maxOutput) texts[name] += text;
    });
  child.stdin.on("error", () => {});
  child.stdin.end(input ?? "");
  let timedOut = false;
  const end = (): void => void child.kill("SIGKILL");
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, timeoutMs);
  options.signal.addEventListener("abort", end, { once: true });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => resolve(status ?? 137));
    });
    options.signal.throwIfAborted();
    return { exitCode: timedOut ? 124 : code, ...texts };
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", end);
  }
}
