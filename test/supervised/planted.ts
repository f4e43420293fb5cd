import { spawn } from "node:child_process";
import { join } from "node:path";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** From the first signal to the end. */
  readonly afterSignal?: number;
}

/** Runs the command line with its planted faults; sends `signals` one after the other once stderr or stdout holds `at`. */
export function planted(
  args: readonly string[],
  cwd: string,
  {
    at = "",
    signals = [],
  }: { readonly at?: string; readonly signals?: readonly (readonly [NodeJS.Signals, number])[] } = {},
): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  const begin = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, "planted-cli.ts"), ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  let since: number | undefined;
  const look = () => {
    if (since !== undefined || signals.length === 0 || !`${stdout}${stderr}`.includes(at)) return;
    since = performance.now();
    for (const [name, ms] of signals) setTimeout(() => child.kill(name), ms);
  };
  child.stdout.on("data", (chunk) => {
    stdout += String(chunk);
    look();
  });
  child.stderr.on("data", (chunk) => {
    stderr += String(chunk);
    look();
  });
  child.on("error", reject);
  child.on("close", (code, signal) => {
    const now = performance.now();
    resolve({
      code,
      signal,
      stdout,
      stderr,
      seconds: (now - begin) / 1000,
      ...(since !== undefined && { afterSignal: (now - since) / 1000 }),
    });
  });
  return promise;
}
