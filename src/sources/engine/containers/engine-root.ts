import { readdir, readFile, readlink } from "node:fs/promises";

/** Engines that live as long as their containers, unlike the shim that started one. */
const lasting = /^(?:dockerd|containerd|podman)$/u;

/**
 * What stands before a path of the engine's host to open it from here: nothing where the engine has our own mounts, else `/proc/PID/root` of a
 * process that has the engine's. Which mounts those are, the container's parent tells (a shim of containerd, conmon), since it was started
 * among them; of the engines beside it the one is taken that stays. `pid` is a container's process that lives; `proc` stands in place of /proc, for tests.
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

/** Undefined when it is gone, or was handed over to process 1: then nothing tells who started it. */
async function parentOf(pid: number, proc: string): Promise<string | undefined> {
  const status = await readFile(`${proc}/${pid}/status`, "utf8").catch(() => "");
  const parent = /^PPid:\s{1,8}(\d{1,10})$/mu.exec(status)?.[1];
  return parent === undefined || Number(parent) <= 1 ? undefined : parent;
}
