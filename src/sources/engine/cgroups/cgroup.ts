import { open, readFile, writeFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Usage, UsageCourse } from "../../../domain/workload/trial.ts";
import { repeatedly } from "../../bounded/repeatedly.ts";
import { findCgroup } from "./cgroup-files.ts";
import type { CgroupFolders } from "./cgroup-files.ts";
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
export async function readUsage(pid: number, options: CgroupOptions = {}): Promise<CgroupUsage> {
  const folders = await findCgroup(pid, options.root);
  return folders === undefined ? {} : (await readFolders(folders)).usage;
}

/**
 * Forgets the memory peak: v1 takes a write to memory.max_usage_in_bytes (Documentation/admin-guide/cgroup-v1/memory.rst, 5.1).
 * False on v2, where a reset (Linux 6.12) counts only for the file handle that made it: use the sampler's.
 */
export async function resetMemoryPeak(pid: number, options: CgroupOptions = {}): Promise<boolean> {
  const memory = (await findCgroup(pid, options.root))?.memory;
  if (memory?.version !== 1) return false;
  return writeFile(join(memory.path, "memory.max_usage_in_bytes"), "0").then(
    () => true,
    () => false,
  );
}

/** Reads the cgroup of `pid` every `everyMs` milliseconds until `stop`. The folders are found once, so call it while the process lives. */
export async function sampleUsage(pid: number, everyMs: number, options: CgroupOptions = {}): Promise<UsageSampler> {
  const now = options.now ?? (() => performance.now());
  const started = now();
  const folders = await findCgroup(pid, options.root);
  let peak: FileHandle | undefined;
  let largest: CgroupUsage = {};
  let stopped: Promise<CgroupUsage> | undefined;
  const { add, course } = usageCourse();

  const sample = async () => {
    if (folders === undefined) return;
    const { usage: seen, inUse } = await readFolders(folders, peak);
    const ms = now() - started;
    add(ms, inUse);
    // A cgroup that has just gone answers with less, and must not take away what was seen.
    largest = Object.keys(seen).length === 0 ? largest : { ...larger(largest, seen), wallSeconds: ms / 1000 };
  };
  await sample();
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
      const done =
        memory.version === 1
          ? await resetMemoryPeak(pid, options)
          : (peak ??= await resettable(memory.path)) !== undefined;
      if (done) {
        const { memoryPeakBytes: _, ...rest } = largest;
        largest = rest;
      }
      return done;
    },
    stop() {
      return (stopped ??= sampling.end().then(async () => {
        await peak?.close();
        return largest;
      }));
    },
  };
}

/** A handle on v2's memory.peak whose peak starts now: any write resets it for this handle (cgroup-v2.rst, Linux 6.12). */
async function resettable(folder: string): Promise<FileHandle | undefined> {
  const handle = await open(join(folder, "memory.peak"), "r+").catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    await handle.write("reset");
    return handle;
  } catch {
    await handle.close();
    return undefined;
  }
}

/** Largest values as far as the kernel keeps them, and what is in use now. */
interface Reading {
  readonly usage: CgroupUsage;
  readonly inUse: UsageNow;
}

async function readFolders(folders: CgroupFolders, peak?: FileHandle): Promise<Reading> {
  const usage: Record<string, number | undefined> = {};
  const { memory, pids, cpu, cpuacct } = folders;
  const memoryBytes =
    memory && (await number(memory.path, memory.version === 1 ? "memory.usage_in_bytes" : "memory.current"));
  if (memory?.version === 1) {
    usage["memoryPeakBytes"] = await number(memory.path, "memory.max_usage_in_bytes");
    usage["memoryRssBytes"] = await field(memory.path, "memory.stat", "total_rss");
    usage["memoryHeldBytes"] = await held(memory.path, memoryBytes, ["total_inactive_file", "total_active_file"]);
  } else if (memory !== undefined) {
    // memory.peak exists since Linux 5.19; before it, the largest sample of memory.current has to do.
    const kept = peak === undefined ? await number(memory.path, "memory.peak") : await handleNumber(peak);
    usage["memoryPeakBytes"] = kept ?? memoryBytes;
    usage["memoryRssBytes"] = await field(memory.path, "memory.stat", "anon");
    usage["memoryHeldBytes"] = await held(memory.path, memoryBytes, [
      "inactive_file",
      "active_file",
      "slab_reclaimable",
    ]);
  }
  if (pids !== undefined) {
    const current = await number(pids.path, "pids.current");
    usage["pidsPeak"] = (await number(pids.path, "pids.peak")) ?? current;
    usage["pidsSampledPeak"] = current;
  }
  if (cpuacct?.version === 1) usage["cpuSeconds"] = scale(await number(cpuacct.path, "cpuacct.usage"), 1e9);
  if (cpu?.version === 1) usage["throttledSeconds"] = scale(await field(cpu.path, "cpu.stat", "throttled_time"), 1e9);
  if (cpu?.version === 2) {
    usage["cpuSeconds"] = scale(await field(cpu.path, "cpu.stat", "usage_usec"), 1e6);
    usage["throttledSeconds"] = scale(await field(cpu.path, "cpu.stat", "throttled_usec"), 1e6);
  }
  return {
    usage: told(usage),
    inUse: told({ memoryBytes, tasks: usage["pidsSampledPeak"], cpuSeconds: usage["cpuSeconds"] }),
  };
}

function told(values: Readonly<Record<string, number | undefined>>): Record<string, number> {
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
async function held(
  folder: string,
  all: number | undefined,
  reclaimable: readonly string[],
): Promise<number | undefined> {
  const stat = await readFile(join(folder, "memory.stat"), "utf8").catch(() => "");
  if (all === undefined || stat === "") return undefined;
  const values = new Map(stat.split("\n").map((line) => line.split(" ") as [string, string]));
  const parts = reclaimable.map((name) => Number(values.get(name) ?? 0));
  return Math.max(0, all - parts.reduce((a, b) => a + b));
}

async function number(folder: string, file: string): Promise<number | undefined> {
  return toNumber(await readFile(join(folder, file), "utf8").catch(() => undefined));
}

async function handleNumber(handle: FileHandle): Promise<number | undefined> {
  const { buffer, bytesRead } = await handle
    .read(Buffer.alloc(64), 0, 64, 0)
    .catch(() => ({ buffer: Buffer.alloc(0), bytesRead: 0 }));
  return toNumber(buffer.toString("utf8", 0, bytesRead));
}

async function field(folder: string, file: string, name: string): Promise<number | undefined> {
  const text = await readFile(join(folder, file), "utf8").catch(() => "");
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
  return toNumber(line?.slice(name.length + 1));
}

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+\s*$/.test(text) ? Number(text) : undefined;
}

function scale(value: number | undefined, unit: number): number | undefined {
  return value === undefined ? undefined : value / unit;
}
