import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** One run of a program with all that it started and waited for: times by the shell, to the millisecond; the peak of one process by GNU time(1). */
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
/** GNU time itself tells hundredths of a second, each cut off: too coarse for a start of 50 ms. */
const timed = `exec 3>&2; TIMEFORMAT="%3U %3S %3R"; { time ${gnuTime} -f %M -o "$0.peak" "$@" 2>&3; } 2>"$0"`;

/** Throws when the program fails. */
export function measureOnce({ program, args, env, before }: Command, scratch: string): Measured {
  before?.();
  const out = join(scratch, "time.txt");
  const { status, stderr } = spawnSync("bash", ["-c", timed, out, program, ...args], {
    env: { ...process.env, ...env, LC_ALL: "C" },
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 64 * 1_048_576,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr.slice(-600)}`);
  const [user = 0, system = 0, wall = 0] = lastLine(out).split(" ").map(Number);
  const kilobytes = Number(lastLine(`${out}.peak`));
  return { cpuSeconds: user + system, wallSeconds: wall, peakMegabytes: (kilobytes * 1024) / 1e6 };
}

function lastLine(file: string): string {
  const text = readFileSync(file, "utf8");
  rmSync(file);
  return text.trim().split("\n").at(-1) ?? "";
}

/** Of each command all rounds. Each round runs all commands, so that a machine that is slow for a minute is so for all. */
export function roundsInTurn(commands: readonly Command[], rounds: number, scratch: string): readonly Measured[][] {
  const all = Array.from({ length: rounds }, () => commands.map((command) => measureOnce(command, scratch)));
  return commands.map((_, at) => all.flatMap((one) => one[at] ?? []));
}

/** The minimum of each figure over the rounds: what else runs on the machine only ever adds. */
export function measureInTurn(commands: readonly Command[], rounds: number, scratch: string): readonly Measured[] {
  return roundsInTurn(commands, rounds, scratch).map((all) => {
    const least = (of: keyof Measured) => Math.min(...all.map((one) => one[of]));
    return {
      cpuSeconds: round(least("cpuSeconds"), 3),
      wallSeconds: round(least("wallSeconds"), 3),
      peakMegabytes: round(least("peakMegabytes"), 0),
    };
  });
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
