import { join } from "node:path";
import { kernelText } from "../kernel-text.ts";
import { findCgroup, type CgroupFolders } from "./cgroup-files.ts";

/** The kernel's limits of a container: Infinity for unlimited; a limit whose file is not visible is omitted. */
export interface CgroupLimits {
  readonly memoryBytes?: number;
  readonly tasks?: number;
  readonly cpus?: number;
}

/** v1 represents an unlimited memory limit as the largest number of whole pages below 2^63. */
const noMemoryLimit = 2 ** 60;

/**
 * The limits of the container `id`, which includes process `pid`: the minimum over its own cgroup and the nested ones
 * of the process (crun adds one). Empty if none of them has the container's id. `root` is a prefix for every path.
 */
export function readLimits(pid: number, id: string, root = "/"): CgroupLimits {
  const folders: CgroupFolders = findCgroup(pid, root) ?? {};
  const lowestLimit = (
    folder: CgroupFolders[keyof CgroupFolders],
    read: (path: string, version: 1 | 2) => number | undefined,
  ) => {
    if (folder === undefined) return undefined;
    const containerFolders = ownFolders(folder.path, id);
    const limits = containerFolders.map((path) => read(path, folder.version)).filter((one) => one !== undefined);
    return limits.length === 0 ? undefined : Math.min(...limits);
  };
  const memoryBytes = lowestLimit(folders.memory, memoryLimit);
  const tasks = lowestLimit(folders.pids, tasksLimit);
  const cpus = lowestLimit(folders.cpu, cpuLimit);
  return {
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(tasks !== undefined && { tasks }),
    ...(cpus !== undefined && { cpus }),
  };
}

/** From the folder named after the container down to that of the process. */
function ownFolders(path: string, id: string): string[] {
  const parts = path.split("/");
  const first = parts.findIndex((part) => part.includes(id));
  return first === -1 ? [] : parts.slice(first).map((_part, at) => parts.slice(0, first + at + 1).join("/"));
}

function memoryLimit(folder: string, version: 1 | 2): number | undefined {
  const value = numberOf(textOf(folder, version === 1 ? "memory.limit_in_bytes" : "memory.max"));
  return value !== undefined && value >= noMemoryLimit ? Infinity : value;
}

function tasksLimit(folder: string): number | undefined {
  return numberOf(textOf(folder, "pids.max"));
}

/** Quota divided by period (cgroup-v1: cpu.cfs_quota_us, -1 for none; cgroup-v2.rst: cpu.max). */
function cpuLimit(folder: string, version: 1 | 2): number | undefined {
  const files = version === 1 ? ["cpu.cfs_quota_us", "cpu.cfs_period_us"] : ["cpu.max"];
  const text = files.map((file) => textOf(folder, file)).join(" ");
  const [quota, period] = text.split(" ").map(numberOf);
  if (quota === undefined || period === undefined || !(period > 0 && period < Infinity)) return undefined;
  return quota < 0 ? Infinity : quota / period;
}

function textOf(folder: string, file: string): string {
  return (kernelText(join(folder, file)) ?? "").trim();
}

function numberOf(text: string): number | undefined {
  if (text === "max") return Infinity;
  return /^-?\d{1,20}$/.test(text) ? Number(text) : undefined;
}
