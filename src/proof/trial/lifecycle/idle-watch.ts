import { cpus } from "node:os";
import { join } from "node:path";
import { repeatedly } from "../../../sources/bounded/repeatedly.ts";
import { findCgroup, type CgroupFolders } from "../../../sources/engine/cgroups/cgroup-files.ts";
import { cpuSecondsOf } from "../../../sources/engine/cgroups/cgroup.ts";
import { kernelText } from "../../../sources/engine/kernel-text.ts";

/**
 * A sleeping program with occasional wakeups uses less; one that is slow on a busy machine uses more, or waits for CPU.
 */
const mostSeconds = 0.005;
const leastMs = 1000;
const everyMs = 250;
/** Idle share of all CPUs above which every process can run. */
const leastIdle = 0.1;

export interface IdleWatch extends AsyncDisposable {
  /** Whether it was idle for the last second, so that it hangs and is not just slow. False if unknown. */
  isIdle(): Promise<boolean>;
  /** CPU seconds since the watch began; undefined if unknown. */
  used(): Promise<number | undefined>;
  /** Whether this machine had no CPU to spare since the watch began. */
  isBusy(): boolean;
}

/**
 * Watches whether the container with the main process `pid` is active. `visible`: the container runs on this kernel.
 */
export function startIdleWatch(pid: number, visible: boolean): IdleWatch {
  if (!visible || pid === 0)
    return {
      isIdle: async () => false,
      used: async () => undefined,
      isBusy: () => false,
      async [Symbol.asyncDispose]() {},
    };
  const cpuSamples: { readonly at: number; readonly seconds: number }[] = [];
  const folders = findCgroup(pid) ?? {};
  const sample = () => {
    const cpuSeconds = cpuSecondsOf(folders);
    if (cpuSeconds !== undefined) cpuSamples.push({ at: performance.now(), seconds: cpuSeconds });
  };
  sample();
  const [beganAt, idleThen] = [performance.now(), idleMs()];
  const sampling = repeatedly(everyMs, sample);
  return {
    async used() {
      await sampling.now();
      const [first, last] = [cpuSamples[0], cpuSamples.at(-1)];
      return first && last && last.seconds - first.seconds;
    },
    isBusy: () => idleMs() - idleThen < leastIdle * cpus().length * (performance.now() - beganAt),
    async isIdle() {
      await sampling.now();
      const latestSample = cpuSamples.at(-1);
      const olderSample = cpuSamples.findLast(
        ({ at }) => latestSample !== undefined && latestSample.at - at >= leastMs,
      );
      if (
        latestSample === undefined ||
        olderSample === undefined ||
        latestSample.seconds - olderSample.seconds > mostSeconds
      )
        return false;
      return isAsleep(folders);
    },
    [Symbol.asyncDispose]: () => sampling.end(),
  };
}

/**
 * Whether all its processes are idle. proc_pid_stat(5): `S` waits, `Z` has ended; `R` is runnable, and `D` waits for a
 * disk.
 */
function isAsleep({ cpuacct, cpu }: CgroupFolders): boolean {
  const folder = (cpuacct ?? cpu)?.path;
  if (folder === undefined) return false;
  const procs = kernelText(join(folder, "cgroup.procs")) ?? "";
  const states = procs.split("\n").filter(Boolean).map(stateOf);
  return states.length > 0 && states.every((state) => "SIZ".includes(state));
}

function stateOf(pid: string): string {
  const stat = kernelText(`/proc/${pid}/stat`);
  // Ended processes need no CPU.
  return stat === undefined ? "Z" : stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
}

/** Times of all CPUs since boot. */
function idleMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.idle, 0);
}
