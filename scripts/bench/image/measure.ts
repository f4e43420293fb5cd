import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** One run of a program with all that it started and waited for, by GNU time(1), which asks wait4(2). */
export interface Measured {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Runs before each round, unmeasured. */
  readonly before?: () => void;
}

export const gnuTime = "/usr/bin/time";

/** Throws when the program fails. */
export function measureOnce({ program, args, env, before }: Command, scratch: string): Measured {
  before?.();
  const out = join(scratch, "time.txt");
  const { status, stderr } = spawnSync(gnuTime, ["-f", "%U %S %e %M", "-o", out, program, ...args], {
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 64 * 1_048_576,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr.slice(-600)}`);
  const last = readFileSync(out, "utf8").trim().split("\n").at(-1) ?? "";
  rmSync(out);
  const [user = 0, system = 0, wall = 0, kilobytes = 0] = last.split(" ").map(Number);
  return { cpuSeconds: user + system, wallSeconds: wall, peakMegabytes: (kilobytes * 1024) / 1e6 };
}

/** The minimum of each figure over the rounds: what else runs on the machine only ever adds. */
export function measure(command: Command, rounds: number, scratch: string): Measured {
  const all = Array.from({ length: rounds }, () => measureOnce(command, scratch));
  return {
    cpuSeconds: round(Math.min(...all.map((one) => one.cpuSeconds)), 2),
    wallSeconds: round(Math.min(...all.map((one) => one.wallSeconds)), 2),
    peakMegabytes: round(Math.min(...all.map((one) => one.peakMegabytes)), 0),
  };
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
