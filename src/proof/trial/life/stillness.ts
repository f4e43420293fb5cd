import { cpus } from "node:os";
import { join } from "node:path";
import { repeatedly } from "../../../sources/bounded/repeatedly.ts";
import { findCgroup, type CgroupFolders } from "../../../sources/engine/cgroups/cgroup-files.ts";
import { cpuSecondsOf } from "../../../sources/engine/cgroups/cgroup.ts";
import { kernelText } from "../../../sources/engine/kernel-text.ts";

/** A sleeping program that is woken now and then takes less; one that is slow because the machine is busy takes more, or wants to. */
const mostSeconds = 0.005;
const leastMs = 1000;
const everyMs = 250;
/** Of the time of all CPUs: with more of it idle, whoever wants to run can. */
const leastIdle = 0.1;

export interface Stillness extends AsyncDisposable {
  /** Whether it has done nothing for the last second: it waits for what does not come, and is not merely slow. False where that cannot be seen. */
  isStill(): Promise<boolean>;
  /** Seconds of CPU that it used since the watch began; undefined where that cannot be seen. */
  used(): Promise<number | undefined>;
  /** Whether this machine had no CPU to spare since the watch began. */
  isBusy(): boolean;
}

/** Watches whether the container whose main process is `pid` still does anything. `visible`: its kernel is this one. */
export function watchStillness(pid: number, visible: boolean): Stillness {
  if (!visible || pid === 0)
    return {
      isStill: async () => false,
      used: async () => undefined,
      isBusy: () => false,
      async [Symbol.asyncDispose]() {},
    };
  const seen: { readonly at: number; readonly seconds: number }[] = [];
  const folders = findCgroup(pid) ?? {};
  const sample = () => {
    const cpuSeconds = cpuSecondsOf(folders);
    if (cpuSeconds !== undefined) seen.push({ at: performance.now(), seconds: cpuSeconds });
  };
  sample();
  const [beganAt, idleThen] = [performance.now(), idleMs()];
  const sampling = repeatedly(everyMs, sample);
  return {
    async used() {
      await sampling.now();
      const [first, last] = [seen[0], seen.at(-1)];
      return first && last && last.seconds - first.seconds;
    },
    isBusy: () => idleMs() - idleThen < leastIdle * cpus().length * (performance.now() - beganAt),
    async isStill() {
      await sampling.now();
      const now = seen.at(-1);
      const before = seen.findLast(({ at }) => now !== undefined && now.at - at >= leastMs);
      if (now === undefined || before === undefined || now.seconds - before.seconds > mostSeconds) return false;
      return isAsleep(folders);
    },
    [Symbol.asyncDispose]: () => sampling.end(),
  };
}

/** All its processes. proc_pid_stat(5): `S` waits for something, `Z` has ended; `R` wants to run, and `D` waits for a disk. */
function isAsleep({ cpuacct, cpu }: CgroupFolders): boolean {
  const folder = (cpuacct ?? cpu)?.path;
  if (folder === undefined) return false;
  const procs = kernelText(join(folder, "cgroup.procs")) ?? "";
  const states = procs.split("\n").filter(Boolean).map(stateOf);
  return states.length > 0 && states.every((state) => "SIZ".includes(state));
}

function stateOf(pid: string): string {
  const stat = kernelText(`/proc/${pid}/stat`);
  // What has ended since wants nothing.
  return stat === undefined ? "Z" : stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
}

/** Of all CPUs since they were started. */
function idleMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.idle, 0);
}
