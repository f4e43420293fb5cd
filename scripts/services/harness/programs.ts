import { spawn } from "node:child_process";

export interface Ended {
  /** Undefined when it was ended for its time. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Milliseconds. */
  readonly timeoutMs?: number;
  readonly cwd?: string;
  /** Gets each line of stderr as it comes. */
  readonly onLine?: (line: string) => void;
}

const mostText = 64 * 1024 * 1024;

/** Runs a program to its end; never throws for what it answers. */
export function runProgram(
  program: string,
  args: readonly string[],
  { timeoutMs = 60_000, cwd, onLine }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const texts = { stdout: "", stderr: "" };
    let late = false;
    let line = "";
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGTERM");
    }, timeoutMs);
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => {
        if (texts[name].length < mostText) texts[name] += text;
        if (name === "stdout" || onLine === undefined) return;
        const lines = (line + text).split("\n");
        line = lines.pop() ?? "";
        lines.forEach(onLine);
      });
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code: late ? undefined : (code ?? undefined), ...texts });
    });
  });
}

export function docker(args: readonly string[], options?: RunOptions): Promise<Ended> {
  return runProgram("docker", args, options);
}

/** @throws Error with what Docker said. */
export async function dockerText(args: readonly string[], options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await docker(args, options);
  if (code !== 0) throw new Error(`docker ${args.join(" ").slice(0, 200)}: ${stderr.trim().slice(-2000)}`);
  return stdout.trim();
}
