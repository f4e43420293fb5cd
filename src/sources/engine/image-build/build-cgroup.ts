import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inMib } from "../../../domain/workload/safety.ts";
import type { ChosenBuilder } from "./builder.ts";
import { isRunId } from "../session/labels.ts";
import { ownOwner, type Owner } from "../session/own-owner.ts";
import type { EngineSession } from "../types.ts";
import { exists } from "../../files/exists.ts";

/** A parent cgroup for the steps of a run's builds, so that they share its limits. */
export interface BuildCgroup {
  /** Value for `--cgroup-parent`. */
  readonly parent: string;
  /** The limit that stopped a step, in words; queried after a failed build. */
  reached(): Promise<string | undefined>;
  /** Whether it ever contained a task; undefined if the kernel has no record (Linux before 6.1). */
  entered(): Promise<boolean | undefined>;
}

const root = "/sys/fs/cgroup";

/**
 * The engine accepts limits for containers but not for builds, so builds get a parent cgroup with limits. Undefined,
 * with a note, if that is not possible, or the builder does not support a parent.
 */
export async function buildCgroup(
  session: EngineSession,
  { cgroupParent }: Pick<ChosenBuilder, "cgroupParent">,
): Promise<BuildCgroup | undefined> {
  const pendingCgroup = cgroupsByRun.get(session) ?? (cgroupParent ? make(session) : Promise.resolve(tooOld));
  cgroupsByRun.set(session, pendingCgroup);
  const cgroup = await pendingCgroup;
  if (typeof cgroup !== "string") return cgroup;
  noteUnlimited(session, cgroup);
  return undefined;
}

const tooOld = "the BuildKit of Docker before 23.0 knows no cgroup for the steps of a build";

function noteUnlimited(session: Pick<EngineSession, "note">, reason: string): void {
  session.note(`builds have no limit of memory and tasks: ${reason}`);
}

/** Some builders ignore the option: buildx 0.11.0 (docker/buildx#1913), and a containerized engine may use another cgroup root. */
export async function noteElsewhere(
  session: Pick<EngineSession, "note">,
  cgroup: Pick<BuildCgroup, "entered">,
): Promise<void> {
  if ((await cgroup.entered()) === false)
    noteUnlimited(session, "the engine ran their steps outside the cgroup that it was given for them");
}

const cgroupsByRun = new WeakMap<EngineSession, Promise<BuildCgroup | string>>();

async function make(session: EngineSession): Promise<BuildCgroup | string> {
  const { info } = session.engine;
  if (!info.sameKernel) return "the engine is on another machine";
  if (process.geteuid?.() !== 0) return "only root may make a cgroup for them";
  if (info.cgroupDriver !== "cgroupfs")
    return `the engine leaves its cgroups to ${info.cgroupDriver || "another program"}`;
  const { pid, start, pids } = await ownOwner();
  const name = `${session.id}.${pid}.${start}.${/\d+/.exec(pids)?.[0] ?? "0"}`;
  session.defer(`cgroup ${name}`, () => removeCgroup(name));
  const { memoryBytes, tasks } = session.safety;
  try {
    const limits = (await exists(join(root, "cgroup.controllers")))
      ? { memory: [name, "memory.max"], swap: [name, "memory.swap.max"], pids: [name, "pids.max"] }
      : {
          memory: [`memory/${name}`, "memory.limit_in_bytes"],
          swap: [`memory/${name}`, "memory.memsw.limit_in_bytes"],
          pids: [`pids/${name}`, "pids.max"],
        };
    const set = async ([folder = "", file = ""]: readonly string[], value: number) => {
      await mkdir(join(root, folder), { recursive: true });
      await writeFile(join(root, folder, file), String(value));
    };
    await set(limits.memory, memoryBytes);
    // Kernels without swap accounting have no such file.
    await set(limits.swap, limits.swap[1] === "memory.swap.max" ? 0 : memoryBytes).catch(() => {});
    await set(limits.pids, tasks);
    const folders = { memory: join(root, limits.memory[0] ?? ""), pids: join(root, limits.pids[0] ?? "") };
    const mostTasks = () => read(join(folders.pids, "pids.peak"));
    return {
      parent: `/${name}`,
      async entered() {
        const peak = (await mostTasks()).trim();
        return peak === "" ? undefined : Number(peak) > 0;
      },
      async reached() {
        if (Number(await mostTasks()) >= tasks) return `${tasks} tasks`;
        // v1 counts a refusal in the step's cgroup, which is gone; the peak remains here.
        const full = Number(await read(join(folders.memory, "memory.max_usage_in_bytes"))) >= memoryBytes;
        const killed = /^oom_kill [1-9]/m.test(await read(join(folders.memory, "memory.events")));
        return full || killed ? `${inMib(memoryBytes)} of memory` : undefined;
      },
    };
  } catch (error) {
    return `a cgroup for them could not be made: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export interface FoundCgroup {
  readonly name: string;
  readonly run: string;
  readonly owner: Owner;
}

/** Cgroups of runs, by their names: `hp-0123456789ab.PID.START.PIDNAMESPACE`. A cgroup does not survive a reboot. */
export async function findCgroups(): Promise<FoundCgroup[]> {
  if (process.platform !== "linux") return [];
  const { boot } = await ownOwner();
  const names = new Set((await Promise.all((await hierarchies()).map((folder) => list(folder)))).flat());
  return [...names].toSorted().flatMap((name) => {
    const [, run, pid, start = "", pids] = /^(hp-[0-9a-f]{12})\.(\d+)\.(\w+)\.(\d+)$/.exec(name) ?? [];
    if (!isRunId(run)) return [];
    return [{ name, run, owner: { host: hostname(), boot, pids: `pid:[${pids}]`, pid: Number(pid), start } }];
  });
}

/** In every hierarchy that the engine used, from the deepest. A step may remain in it for a moment after its end. */
export async function removeCgroup(name: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    for (let attempt = 0; ; attempt++) {
      try {
        await removeFolder(join(hierarchy, name));
        break;
      } catch (error) {
        if (attempt === 20) throw error;
        await sleep(100);
      }
    }
  }
}

async function removeFolder(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return;
  for (const entry of entries) if (entry.isDirectory()) await removeFolder(join(path, entry.name));
  await rmdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

async function hierarchies(): Promise<string[]> {
  if (await exists(join(root, "cgroup.controllers"))) return [root];
  return (await list(root)).map((name) => join(root, name));
}

async function list(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function read(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
