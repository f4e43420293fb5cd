import { readdir, readFile, readlink } from "node:fs/promises";

/** Engines that live as long as their containers, unlike the shim that started one. */
const lasting = /^(?:dockerd|containerd|podman)$/u;

/**
 * Prefix that opens a path of the engine's host from here: empty if the engine shares our mounts, else
 * `/proc/PID/root` of a process with the engine's mounts. The container's parent (a shim of containerd, conmon)
 * determines them, since it was started among them; of the processes that share them, a long-lived engine is
 * preferred. `pid` is a running process of the container; `proc` replaces /proc, for tests.
 */
export async function engineRoot(pid: number, proc = "/proc"): Promise<string> {
  const parent = await parentOf(pid, proc);
  if (parent === undefined) return "";
  const [ownPlace, its] = await Promise.all([placeOf("self", proc), placeOf(parent, proc)]);
  if (its === undefined || its === ownPlace) return "";
  for (const each of await readdir(proc)) {
    if (!/^\d+$/u.test(each)) continue;
    const name = await readFile(`${proc}/${each}/comm`, "utf8").catch(() => "");
    if (lasting.test(name.trim()) && (await placeOf(each, proc)) === its) return `${proc}/${each}/root`;
  }
  return `${proc}/${parent}/root`;
}

/** Mount namespace and root directory, proc_pid_ns(5), proc_pid_root(5). */
export async function placeOf(pid: string, proc = "/proc"): Promise<string | undefined> {
  try {
    return (await Promise.all(["ns/mnt", "root"].map((name) => readlink(`${proc}/${pid}/${name}`)))).join(" ");
  } catch {
    return undefined;
  }
}

/** Undefined if it is gone, or was reparented to process 1, which hides who started it. */
async function parentOf(pid: number, proc: string): Promise<string | undefined> {
  const status = await readFile(`${proc}/${pid}/status`, "utf8").catch(() => "");
  const parent = /^PPid:\s{1,8}(\d{1,10})$/mu.exec(status)?.[1];
  return parent === undefined || Number(parent) <= 1 ? undefined : parent;
}
