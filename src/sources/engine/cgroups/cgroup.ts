import { closeSync, openSync, readSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Usage, UsageSeries } from "../../../domain/workload/trial.ts";
import { repeatedly } from "../../bounded/repeatedly.ts";
import { findCgroup } from "./cgroup-files.ts";
import type { CgroupFolders } from "./cgroup-files.ts";
import { field, fileOf, number, toNumber } from "./numbers.ts";
import { usageSeries, type UsageNow } from "./usage-series.ts";

/**
 * Usage of a cgroup. `pidsPeak` is the kernel's own peak (pids.peak) if it has one, which includes the threads of
 * runc during start and exec; `pidsSampledPeak` is the maximum of the samples, which can miss a short peak. The real
 * peak is between the two. `memoryPeakBytes` includes page cache, and runc's start unless reset.
 */
export interface CgroupUsage extends Usage {
  readonly pidsSampledPeak?: number;
}

export interface UsageSampler {
  /** Maximum values so far; still available after the container has ended. */
  read(): Promise<CgroupUsage>;
  /** Resets the memory peak after the container's start. False if the kernel cannot. */
  resetMemoryPeak(): Promise<boolean>;
  /** Takes a last sample, stops sampling, and returns the maximum values. */
  stop(): Promise<CgroupUsage>;
  /** The usage series so far; undefined before the second sample. */
  course(): UsageSeries | undefined;
}

interface CgroupOptions {
  /** Prefix of /proc and /sys; for tests. */
  readonly root?: string;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

/** One reading of the cgroup of `pid`; empty if the process is gone or its cgroup is not visible. */
export function readUsage(pid: number, options: CgroupOptions = {}): CgroupUsage {
  const folders = findCgroup(pid, options.root);
  return folders === undefined ? {} : readFolders(folders).usage;
}

/** CPU seconds of a cgroup; undefined if it is gone, or the file is missing. */
export function cpuSecondsOf({ cpuacct, cpu }: CgroupFolders): number | undefined {
  if (cpuacct?.version === 1) return scale(number(cpuacct.path, "cpuacct.usage"), 1e9);
  return cpu?.version === 2 ? scale(field(fileOf(cpu.path, "cpu.stat"), "usage_usec"), 1e6) : undefined;
}

/**
 * Resets the memory peak: v1 supports a write to memory.max_usage_in_bytes
 * (Documentation/admin-guide/cgroup-v1/memory.rst, 5.1). False on v2, where a reset (Linux 6.12) applies only to its
 * file handle: use the sampler's.
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

/** Reads the cgroup of `pid` every `everyMs` milliseconds until `stop`. Finds the folders once, so call it while the process runs. */
export function sampleUsage(pid: number, everyMs: number, options: CgroupOptions = {}): UsageSampler {
  const clock = options.now ?? (() => performance.now());
  const started = clock();
  const folders = findCgroup(pid, options.root);
  let peak: number | undefined;
  let largest: CgroupUsage = {};
  let stopped: Promise<CgroupUsage> | undefined;
  const { add, course } = usageSeries();

  const sample = () => {
    if (folders === undefined) return;
    const { usage, inUse } = readFolders(folders, peak);
    const ms = clock() - started;
    add(ms, inUse);
    // A cgroup that is disappearing reports less, which must not lower the recorded maximum.
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

/** The kernel's maximum values, and the current usage. */
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
      // memory.peak exists since Linux 5.19; before it, the maximum sample of memory.current is used.
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
 * Memory that the kernel cannot reclaim without swap: everything charged except file pages (tmpfs is not among them:
 * its pages are on the anonymous lists, Documentation/admin-guide/cgroup-v2.rst) and, if v2 reports it, reclaimable
 * slab.
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
