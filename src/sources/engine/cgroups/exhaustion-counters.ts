import type { ExhaustionCounters } from "../../../domain/workload/ran-out.ts";
import { dirname, join } from "node:path";
import { cgroupAndBelow } from "./below.ts";
import { findCgroup, type CgroupFolders } from "./cgroup-files.ts";
import { field, fileOf, number } from "./numbers.ts";

/** Finds paths once, while the process runs; undefined if none is visible. */
export function exhaustionCounters(pid: number, root = "/"): (() => ExhaustionCounters) | undefined {
  const folders = findCgroup(pid, root);
  return folders === undefined ? undefined : () => read(folders, root);
}

/**
 * v1: memory.oom_control and memory.failcnt (cgroup-v1/memory.rst), pids.events (kernel/cgroup/pids.c), of this
 * cgroup and its descendants. v2: memory.events includes descendants, pids.events is that of the cgroup whose limit
 * was hit (cgroup-v2.rst; before 6.11 that of the forking cgroup).
 */
function read({ memory, pids, cpu }: CgroupFolders, root: string): ExhaustionCounters {
  const counters: Record<string, number | undefined> = {};
  if (memory?.version === 1) {
    counters["oomKills"] = total(cgroupAndBelow(memory.path, mostBelow), "memory.oom_control", "oom_kill");
    counters["memoryLimitHits"] = number(memory.path, "memory.failcnt");
  } else if (memory !== undefined) {
    const events = fileOf(memory.path, "memory.events");
    counters["oomKills"] = field(events, "oom_kill");
    counters["memoryLimitHits"] = field(events, "max");
  }
  if (pids !== undefined) {
    const pidsFolders = pids.version === 1 ? cgroupAndBelow(pids.path, mostBelow) : [pids.path];
    counters["refusedForks"] = total(pidsFolders, "pids.events", "max");
    if (pids.version === 2) counters["refusedForksAbove"] = total(above(pids.path, root), "pids.events.local", "max");
  }
  if (cpu !== undefined) counters["throttledPeriods"] = field(fileOf(cpu.path, "cpu.stat"), "nr_throttled");
  return Object.fromEntries(Object.entries(counters).filter(([, count]) => count !== undefined));
}

function above(path: string, root: string): string[] {
  const top = join(root, "sys/fs/cgroup");
  const folders: string[] = [];
  for (let at = dirname(path); at.startsWith(`${top}/`); at = dirname(at)) folders.push(at);
  return folders;
}

const mostBelow = 200;

function total(folders: readonly string[], file: string, name: string): number | undefined {
  const values = folders.map((folder) => field(fileOf(folder, file), name)).filter((each) => each !== undefined);
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b);
}
