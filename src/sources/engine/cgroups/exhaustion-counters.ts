import type { ExhaustionCounters } from "../../../domain/workload/ran-out.ts";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findCgroup, type CgroupFolders } from "./cgroup-files.ts";

/** Paths are found once, while the process lives; undefined when nothing of it can be seen. */
export async function exhaustionCounters(
  pid: number,
  root = "/",
): Promise<(() => Promise<ExhaustionCounters>) | undefined> {
  const folders = await findCgroup(pid, root);
  return folders === undefined ? undefined : () => read(folders, root);
}

/**
 * v1: memory.oom_control and memory.failcnt (cgroup-v1/memory.rst), pids.events (kernel/cgroup/pids.c), of this cgroup and those below. v2: memory.events counts
 * what is below too, pids.events is that of the limit that was hit (cgroup-v2.rst; before 6.11 that of the cgroup that forked).
 */
async function read({ memory, pids, cpu }: CgroupFolders, root: string): Promise<ExhaustionCounters> {
  const found: Record<string, number | undefined> = {};
  if (memory?.version === 1) {
    const all = await withBelow(memory.path);
    found["oomKills"] = await total(all, "memory.oom_control", "oom_kill");
    found["memoryLimitHits"] = await sumOf(all.slice(0, 1), (folder) => value(folder, "memory.failcnt"));
  } else if (memory !== undefined) {
    found["oomKills"] = await field(memory.path, "memory.events", "oom_kill");
    found["memoryLimitHits"] = await field(memory.path, "memory.events", "max");
  }
  if (pids !== undefined) {
    const all = pids.version === 1 ? await withBelow(pids.path) : [pids.path];
    found["refusedForks"] = await total(all, "pids.events", "max");
    if (pids.version === 2)
      found["refusedForksAbove"] = await total(above(pids.path, root), "pids.events.local", "max");
  }
  if (cpu !== undefined) found["throttledPeriods"] = await field(cpu.path, "cpu.stat", "nr_throttled");
  return Object.fromEntries(Object.entries(found).filter(([, number]) => number !== undefined));
}

function above(path: string, root: string): string[] {
  const top = join(root, "sys/fs/cgroup");
  const folders: string[] = [];
  for (let at = dirname(path); at.startsWith(`${top}/`); at = dirname(at)) folders.push(at);
  return folders;
}

const mostBelow = 200;

/** v1 counts each cgroup by itself, and a container with an init system makes some. */
async function withBelow(path: string): Promise<string[]> {
  const found: string[] = [];
  const pending = [path];
  for (let at = pending.shift(); at !== undefined && found.length < mostBelow; at = pending.shift()) {
    found.push(at);
    const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) if (entry.isDirectory()) pending.push(join(at, entry.name));
  }
  return found;
}

const total = (folders: readonly string[], file: string, name: string) =>
  sumOf(folders, (folder) => field(folder, file, name));

async function sumOf(
  folders: readonly string[],
  one: (folder: string) => Promise<number | undefined>,
): Promise<number | undefined> {
  const values = (await Promise.all(folders.map(one))).filter((each) => each !== undefined);
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b);
}

async function field(folder: string, file: string, name: string): Promise<number | undefined> {
  const text = await readFile(join(folder, file), "utf8").catch(() => "");
  return number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1),
  );
}

async function value(folder: string, file: string): Promise<number | undefined> {
  return number(await readFile(join(folder, file), "utf8").catch(() => undefined));
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+\s*$/u.test(text) ? Number(text) : undefined;
}
