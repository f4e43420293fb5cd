import { readdir, readFile, readlink } from "node:fs/promises";
import { cgroupAndBelow } from "../../sources/engine/cgroups/below.ts";
import { findCgroup } from "../../sources/engine/cgroups/cgroup-files.ts";
import { kernelText } from "../../sources/engine/kernel-text.ts";

/**
 * Processes in the cgroup of `pid` and all cgroups below it, so that a container cannot hide any by creating cgroups.
 * Itself first; only itself if the cgroup is unknown.
 */
export function processesBeside(pid: number): number[] {
  const folders = findCgroup(pid);
  const folder = (folders?.pids ?? folders?.memory ?? folders?.cpu)?.path;
  if (folder === undefined) return [pid];
  const pids = new Set([pid]);
  for (const at of cgroupAndBelow(folder)) {
    const list = kernelText(`${at}/cgroup.procs`) ?? "";
    for (const line of list.split("\n")) if (/^[1-9]\d*$/u.test(line)) pids.add(Number(line));
  }
  return [...pids];
}

export interface OpenFiles {
  /** Currently mapped or open files. */
  readonly files: ReadonlySet<string>;
  /** Inodes of open sockets. */
  readonly sockets: ReadonlySet<string>;
}

/**
 * Open and mapped files of the processes at this moment: /proc/PID/maps and /proc/PID/fd, proc_pid_maps(5),
 * proc_pid_fd(5).
 */
export async function heldBy(pids: readonly number[]): Promise<OpenFiles> {
  const files = new Set<string>();
  const sockets = new Set<string>();
  const add = (name: string) => {
    const socket = /^socket:\[(\d+)\]$/u.exec(name)?.[1];
    if (socket !== undefined) sockets.add(socket);
    else if (name.startsWith("/") && !name.endsWith(" (deleted)") && !/^\/(?:dev|proc|sys)\//u.test(name))
      files.add(name);
  };
  for (const pid of pids) {
    const maps = await readFile(`/proc/${pid}/maps`, "utf8").catch(() => "");
    for (const [, name = ""] of maps.matchAll(/^\S+ \S+ \S+ \S+ [1-9]\d*\s+(\/.*)$/gmu)) add(unescaped(name));
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) add(await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => ""));
  }
  return { files, sockets };
}

function unescaped(name: string): string {
  return name.replaceAll(String.raw`\012`, "\n");
}
