import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { FleetPlan } from "./model.ts";
import type { RegistryCounts } from "./registry.ts";

export interface BenchRegistry extends AsyncDisposable {
  readonly host: string;
  /** Requests since the last call. */
  takeCounts(): Promise<RegistryCounts>;
}

export async function startBenchRegistry(plan: FleetPlan): Promise<BenchRegistry> {
  const child = fork(join(import.meta.dirname, "registry.ts"), [JSON.stringify(plan)]);
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    host: `127.0.0.1:${port}`,
    async takeCounts() {
      child.send("counts");
      return ((await once(child, "message")) as [RegistryCounts])[0];
    },
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

/** A `hullproof fleet` command that runs until it is stopped. */
export interface FleetProcess extends AsyncDisposable {
  readonly process: ChildProcess;
  /** What it printed first. */
  readonly firstLine: Promise<string>;
  /** Largest resident memory so far, in MiB. */
  peakMebibytes(): number;
  /** Seconds of CPU so far: other programs of the machine disturb them less than the time that passes. */
  cpuSeconds(): number;
}

/** Ticks of /proc a second. */
const ticks = 100;

export function startFleetProcess(program: string, args: readonly string[], env: NodeJS.ProcessEnv): FleetProcess {
  const child = spawn(process.execPath, [program, "fleet", ...args], { env, stdio: ["ignore", "pipe", "inherit"] });
  const firstLine = once(createInterface(child.stdout), "line").then(([line]) => String(line));
  // Callers that need it wait for it.
  firstLine.catch(() => {});
  return {
    process: child,
    firstLine,
    peakMebibytes: () =>
      Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1_024,
    cpuSeconds() {
      // After the name, which may have blanks: state is field 3, utime and stime are 14 and 15.
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) / ticks;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGINT");
      await once(child, "exit");
    },
  };
}
