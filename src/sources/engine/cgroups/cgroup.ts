import { closeSync, openSync, readSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Usage, UsageCourse } from "../../../domain/workload/trial.ts";
import { repeatedly } from "../../bounded/repeatedly.ts";
import { findCgroup } from "./cgroup-files.ts";
import type { CgroupFolders } from "./cgroup-files.ts";
import { field, fileOf, number, toNumber } from "./numbers.ts";
import { usageCourse, type UsageNow } from "./usage-course.ts";

/**
 * What the cgroup tells. `pidsPeak` is the kernel's own peak (pids.peak) where it keeps one, which counts the threads of runc while it
 * starts or execs; `pidsSampledPeak` is the largest count seen in the samples, which can miss a short peak. The real peak lies
 * between the two. `memoryPeakBytes` counts page cache, and runc's start unless reset.
 */
export interface CgroupUsage extends Usage {
  readonly pidsSampledPeak?: number;
}

export interface UsageSampler {
  /** Largest values so far; still answers after the container has ended. */
  read(): Promise<CgroupUsage>;
  /** Forgets the memory peak of the container's start. False where the kernel cannot. */
  resetMemoryPeak(): Promise<boolean>;
  /** Takes a last sample, ends the sampling, and returns the largest values. */
  stop(): Promise<CgroupUsage>;
  /** What was in use at each sample so far; undefined before the second one. */
  course(): UsageCourse | undefined;
}

interface CgroupOptions {
  /** Stands before /proc and /sys; for tests. */
  readonly root?: string;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

/** One reading of the cgroup of `pid`; empty when the process is gone or its cgroup cannot be seen. */
export function readUsage(pid: number, options: CgroupOptions = {}): CgroupUsage {
  const folders = findCgroup(pid, options.root);
  return folders === undefined ? {} : readFolders(folders).usage;
}

/** Seconds of CPU that a cgroup has used; undefined when it is gone, or does not say. */
export function cpuSecondsOf({ cpuacct, cpu }: CgroupFolders): number | undefined {
  if (cpuacct?.version === 1) return scale(number(cpuacct.path, "cpuacct.usage"), 1e9);
  return cpu?.version === 2 ? scale(field(fileOf(cpu.path, "cpu.stat"), "usage_usec"), 1e6) : undefined;
}

/**
 * Forgets the memory peak: v1 takes a write to memory.max_usage_in_bytes (Documentation/admin-guide/cgroup-v1/memory.rst, 5.1).
 * False on v2, where a reset (Linux 6.12) counts only for the file handle that made it: use the sampler's.
 */
export function resetMemoryPeak(pid: number, options: CgroupOptions = {}): boolean {
  const memory = findCgroup(pid, options.root)?.memory;
  if (memory?.version !== 1) return false;
  try {
    writeFileSync(join(memory.path, "memory.max_usage_in_bytes"), "0");
    return true;
  } catch {
    return false;
  }
}

/** Reads the cgroup of `pid` every `everyMs` milliseconds until `stop`. The folders are found once, so call it while the process lives. */
export function sampleUsage(pid: number, everyMs: number, options: CgroupOptions = {}): UsageSampler {
  const clock = options.now ?? (() => performance.now());
  const started = clock();
  const folders = findCgroup(pid, options.root);
  let peak: number | undefined;
  let largest: CgroupUsage = {};
  let stopped: Promise<CgroupUsage> | undefined;
  const { add, course } = usageCourse();

  const sample = () => {
    if (folders === undefined) return;
    const { usage, inUse } = readFolders(folders, peak);
    const ms = clock() - started;
    add(ms, inUse);
    // A cgroup that has just gone answers with less, and must not take away what was seen.
    largest = Object.keys(usage).length === 0 ? largest : { ...larger(largest, usage), wallSeconds: ms / 1000 };
  };
  sample();
  const sampling = repeatedly(everyMs, sample);

  return {
    course,
    async read() {
      await sampling.now();
      return largest;
    },
    async resetMemoryPeak() {
      const memory = folders?.memory;
      if (memory === undefined) return false;
      await sampling.now();
      const isReset =
        memory.version === 1 ? resetMemoryPeak(pid, options) : (peak ??= resettable(memory.path)) !== undefined;
      if (isReset) {
        const { memoryPeakBytes: _, ...rest } = largest;
        largest = rest;
      }
      return isReset;
    },
    stop() {
      return (stopped ??= sampling.end().then(() => {
        if (peak !== undefined) closeSync(peak);
        peak = undefined;
        return largest;
      }));
    },
  };
}

/** A handle on v2's memory.peak whose peak starts now: any write resets it for this handle (cgroup-v2.rst, Linux 6.12). */
function resettable(folder: string): number | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(join(folder, "memory.peak"), "r+");
    writeSync(handle, "reset");
    return handle;
  } catch {
    if (handle !== undefined) closeSync(handle);
    return undefined;
  }
}

/** Largest values as far as the kernel keeps them, and what is in use now. */
interface Reading {
  readonly usage: CgroupUsage;
  readonly inUse: UsageNow;
}

function readFolders(folders: CgroupFolders, peak?: number): Reading {
  const usage: Record<string, number | undefined> = {};
  const { memory, pids, cpu } = folders;
  const memoryBytes = memory && number(memory.path, memory.version === 1 ? "memory.usage_in_bytes" : "memory.current");
  if (memory !== undefined) {
    const stat = fileOf(memory.path, "memory.stat");
    if (memory.version === 1) {
      usage["memoryPeakBytes"] = number(memory.path, "memory.max_usage_in_bytes");
      usage["memoryRssBytes"] = field(stat, "total_rss");
      usage["memoryHeldBytes"] = unreclaimableBytes(stat, memoryBytes, ["total_inactive_file", "total_active_file"]);
    } else {
      // memory.peak exists since Linux 5.19; before it, the largest sample of memory.current has to do.
      const kernelPeak = peak === undefined ? number(memory.path, "memory.peak") : handleNumber(peak);
      usage["memoryPeakBytes"] = kernelPeak ?? memoryBytes;
      usage["memoryRssBytes"] = field(stat, "anon");
      usage["memoryHeldBytes"] = unreclaimableBytes(stat, memoryBytes, [
        "inactive_file",
        "active_file",
        "slab_reclaimable",
      ]);
    }
  }
  if (pids !== undefined) {
    const current = number(pids.path, "pids.current");
    usage["pidsPeak"] = number(pids.path, "pids.peak") ?? current;
    usage["pidsSampledPeak"] = current;
  }
  usage["cpuSeconds"] = cpuSecondsOf(folders);
  if (cpu !== undefined) {
    const [name, unit] = cpu.version === 1 ? (["throttled_time", 1e9] as const) : (["throttled_usec", 1e6] as const);
    usage["throttledSeconds"] = scale(field(fileOf(cpu.path, "cpu.stat"), name), unit);
  }
  return {
    usage: definedValues(usage),
    inUse: definedValues({ memoryBytes, tasks: usage["pidsSampledPeak"], cpuSeconds: usage["cpuSeconds"] }),
  };
}

function definedValues(values: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function larger(a: CgroupUsage, b: CgroupUsage): CgroupUsage {
  const values = new Map<string, number>(Object.entries(a));
  for (const [name, value] of Object.entries(b) as [string, number][])
    values.set(name, Math.max(value, values.get(name) ?? 0));
  return Object.fromEntries(values);
}

/**
 * What the kernel cannot take back without swap: all that is charged but pages of files (tmpfs is not among them: its pages are on the
 * lists of anonymous memory, Documentation/admin-guide/cgroup-v2.rst) and, where v2 tells, reclaimable slab.
 */
function unreclaimableBytes(
  stat: string,
  totalBytes: number | undefined,
  reclaimable: readonly string[],
): number | undefined {
  if (totalBytes === undefined || stat === "") return undefined;
  const values = new Map(stat.split("\n").map((line) => line.split(" ") as [string, string]));
  const parts = reclaimable.map((name) => Number(values.get(name) ?? 0));
  return Math.max(0, totalBytes - parts.reduce((a, b) => a + b));
}

function handleNumber(handle: number): number | undefined {
  const buffer = Buffer.alloc(64);
  try {
    return toNumber(buffer.toString("utf8", 0, readSync(handle, buffer, 0, buffer.length, 0)));
  } catch {
    // The cgroup is gone.
    return undefined;
  }
}

function scale(value: number | undefined, unit: number): number | undefined {
  return value === undefined ? undefined : value / unit;
}
