import { closeSync, openSync, readSync } from "node:fs";
import { stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { SafetyLimits, SafetyName } from "../../../domain/workload/safety.ts";
import { kernelText } from "../kernel-text.ts";
import { findCgroup } from "../cgroups/cgroup-files.ts";
import { deletedBytes } from "./deleted-files.ts";
import { diskUse } from "./disk-use.ts";

export interface WatchedContainer {
  /** Pid of the main process on this machine. */
  readonly pid: number;
  /** Upper directory and volumes. */
  readonly folders: readonly string[];
  readonly logPath: string;
  readonly limits: SafetyLimits;
  /** Whether our limit applies, not a tighter requested one. */
  readonly ours: { readonly tasks: boolean; readonly memory: boolean };
  /** Ends the container. */
  readonly kill: () => Promise<void>;
}

export interface Watch {
  /** Checks once more, and returns the limit that was reached. */
  look(): Promise<SafetyName | undefined>;
  stop(): void;
}

const everyMs = 200;
/** Minimum free space for the rest of the machine: below it the container is ended, regardless of who filled the disk. */
const leastFreeBytes = 1024 * 1024 * 1024;
const leastFreeFiles = 10_000;

/**
 * Watches a running container from outside, on this machine: disk, log and tasks. The checks are cheap (free space of
 * a file system, size of a file); files are counted only after many bytes were written on the machine. A container at
 * a limit is ended.
 */
export async function watchContainer({ pid, folders, logPath, limits, ours, kill }: WatchedContainer): Promise<Watch> {
  const groups = findCgroup(pid);
  const cgroup = groups?.pids?.path;
  const forks = ours.tasks && cgroup !== undefined ? refusedForks(cgroup) : undefined;
  const [first] = folders;
  const atStart = first === undefined ? undefined : await statfs(first).catch(() => undefined);
  let reached: SafetyName | undefined;
  let countedUse = { bytes: 0, files: 0 };

  const look = async (): Promise<SafetyName | undefined> => {
    if (reached !== undefined) return reached;
    if (forks?.seen() === true) return "tasks";
    if (ours.memory && groups?.memory !== undefined && wasKilled(groups.memory.path)) return "memory";
    if (await logIsFull(logPath, limits.logBytes)) return "log";
    if (atStart === undefined || first === undefined) return undefined;
    const currentStats = await statfs(first).catch(() => undefined);
    if (currentStats === undefined) return undefined;
    const free = { bytes: currentStats.bavail * currentStats.bsize, files: currentStats.ffree };
    const initialSpace = { bytes: atStart.bavail * atStart.bsize, files: atStart.ffree };
    // Some file systems have no fixed number of files, and report 0.
    if (atStart.files > 0 && free.files < Math.min(leastFreeFiles, initialSpace.files / 2)) return "files";
    if (free.bytes < Math.min(leastFreeBytes, initialSpace.bytes / 2)) return "disk";
    const writtenSinceStart = { bytes: initialSpace.bytes - free.bytes, files: initialSpace.files - free.files };
    const needsCount =
      writtenSinceStart.bytes - countedUse.bytes > limits.diskBytes / 8 ||
      writtenSinceStart.files - countedUse.files > limits.files / 8;
    if (!needsCount) return undefined;
    countedUse = writtenSinceStart;
    const use = await diskUse(folders, { bytes: limits.diskBytes, files: limits.files });
    if (use.files > limits.files || use.tooDeep) return "files";
    if (use.bytes > limits.diskBytes) return "disk";
    const hidden = cgroup === undefined ? 0 : await deletedBytes(cgroup);
    return use.bytes + hidden > limits.diskBytes ? "disk" : undefined;
  };

  let pending: Promise<unknown> = Promise.resolve();
  let stopped = false;
  const turn = async (): Promise<void> => {
    if (reached !== undefined) return;
    reached = await look();
    if (reached !== undefined && !stopped) await kill().catch(() => {});
  };
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    pending = turn().finally(() => (busy = false));
  }, everyMs);
  timer.unref();

  return {
    async look() {
      await pending;
      await (pending = turn());
      return reached;
    },
    stop() {
      stopped = true;
      clearInterval(timer);
      forks?.stop();
    },
  };
}

/** Poll interval: between the refusal and the removal of the cgroup the engine needs about ten milliseconds, and less on an idle machine. */
const forksEveryMs = 3;

/**
 * The number of refused forks: `max N` of pids.events (kernel/cgroup/pids.c). A refused process often ends at once,
 * and its cgroup with it, so the open file is polled: 5 microseconds per read, a tenth of an asynchronous one.
 */
function refusedForks(folder: string): { seen(): boolean; stop(): void } {
  let file: number;
  try {
    file = openSync(join(folder, "pids.events"), "r");
  } catch {
    // The container has already ended, or this kernel has no such file.
    return { seen: () => false, stop: () => {} };
  }
  let refused = false;
  let timer: NodeJS.Timeout | undefined;
  const buffer = Buffer.alloc(64);
  const read = () => {
    try {
      const bytes = readSync(file, buffer, 0, buffer.length, 0);
      refused = /^max [1-9]/m.test(buffer.toString("latin1", 0, bytes));
    } catch {
      // The cgroup is gone.
      stop();
    }
    if (refused) stop();
  };
  const stop = () => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    closeSync(file);
  };
  timer = setInterval(read, forksEveryMs);
  timer.unref();
  return {
    stop,
    seen() {
      if (timer !== undefined) read();
      return refused;
    },
  };
}

/** Whether one of its processes was OOM-killed (cgroup-v1/memory.rst, "memory.oom_control"; cgroup-v2.rst, "memory.events"). */
function wasKilled(folder: string): boolean {
  for (const file of ["memory.oom_control", "memory.events"]) {
    if (/^oom_kill [1-9]/m.test(kernelText(join(folder, file)) ?? "")) return true;
  }
  return false;
}

/** The engine starts a second file when the first is full, create-body.ts. */
async function logIsFull(path: string, bytes: number): Promise<boolean> {
  if (path === "") return false;
  const rotated = await stat(`${path}.1`).catch(() => undefined);
  if (rotated !== undefined) return true;
  return ((await stat(path).catch(() => undefined))?.size ?? 0) >= bytes;
}
