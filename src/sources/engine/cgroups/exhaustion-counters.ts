import type { ExhaustionCounters } from "../../../domain/workload/ran-out.ts";
import { dirname, join } from "node:path";
import { kernelText } from "../kernel-text.ts";
import { cgroupAndBelow } from "./below.ts";
import { findCgroup, type CgroupFolders } from "./cgroup-files.ts";

/** Paths are found once, while the process lives; undefined when nothing of it can be seen. */
export function exhaustionCounters(pid: number, root = "/"): (() => ExhaustionCounters) | undefined {
  const folders = findCgroup(pid, root);
  return folders === undefined ? undefined : () => read(folders, root);
}

/**
 * v1: memory.oom_control and memory.failcnt (cgroup-v1/memory.rst), pids.events (kernel/cgroup/pids.c), of this cgroup and those below. v2: memory.events counts
 * what is below too, pids.events is that of the limit that was hit (cgroup-v2.rst; before 6.11 that of the cgroup that forked).
 */
function read({ memory, pids, cpu }: CgroupFolders, root: string): ExhaustionCounters {
  const found: Record<string, number | undefined> = {};
  if (memory?.version === 1) {
    const all = cgroupAndBelow(memory.path, mostBelow);
    found["oomKills"] = total(all, "memory.oom_control", "oom_kill");
    found["memoryLimitHits"] = sumOf(all.slice(0, 1), (folder) => value(folder, "memory.failcnt"));
  } else if (memory !== undefined) {
    found["oomKills"] = field(memory.path, "memory.events", "oom_kill");
    found["memoryLimitHits"] = field(memory.path, "memory.events", "max");
  }
  if (pids !== undefined) {
    const all = pids.version === 1 ? cgroupAndBelow(pids.path, mostBelow) : [pids.path];
    found["refusedForks"] = total(all, "pids.events", "max");
    if (pids.version === 2) found["refusedForksAbove"] = total(above(pids.path, root), "pids.events.local", "max");
  }
  if (cpu !== undefined) found["throttledPeriods"] = field(cpu.path, "cpu.stat", "nr_throttled");
  return Object.fromEntries(Object.entries(found).filter(([, number]) => number !== undefined));
}

function above(path: string, root: string): string[] {
  const top = join(root, "sys/fs/cgroup");
  const folders: string[] = [];
  for (let at = dirname(path); at.startsWith(`${top}/`); at = dirname(at)) folders.push(at);
  return folders;
}

const mostBelow = 200;

const total = (folders: readonly string[], file: string, name: string) =>
  sumOf(folders, (folder) => field(folder, file, name));

function sumOf(folders: readonly string[], one: (folder: string) => number | undefined): number | undefined {
  const values = folders.map(one).filter((each) => each !== undefined);
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b);
}

function field(folder: string, file: string, name: string): number | undefined {
  const text = kernelText(join(folder, file)) ?? "";
  return number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1),
  );
}

function value(folder: string, file: string): number | undefined {
  return number(kernelText(join(folder, file)));
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+\s*$/u.test(text) ? Number(text) : undefined;
}
