import { readdir, readFile } from "node:fs/promises";
import type { EngineInfo } from "../../../sources/engine/types.ts";
import { hasTracepoint } from "./tracefs.ts";

const taskEvents = ["sched/sched_process_fork", "sched/sched_process_exec"];
const attachEvent = "cgroup/cgroup_attach_task";

/** Events that tell which tasks are a container's; the last one where the kernel has it. */
export async function containerEvents(): Promise<string[]> {
  return [...taskEvents, ...((await hasTracepoint(attachEvent)) ? [attachEvent] : [])];
}

/** Processes that start containers: of Docker, containerd, and Podman. */
const starters = /^(?:containerd|containerd-shim.*|podman|conmon)$/u;
/**
 * Docker leaves the start to containerd, and runs rules of the firewall, proxies of ports and the steps of builds by itself: nearly half of all calls under it
 * (measured). It counts only where its containerd is not seen.
 */
const daemon = "dockerd";
/**
 * With the systemd driver the runtime asks systemd for the container's cgroup, which puts the container's first task into it: the system's,
 * which is process 1, or that of a user. Its event is then the manager's.
 */
const managers = /^systemd$/u;

/**
 * All threads of whatever on this machine can start a container: what they fork later is the container's, or becomes it. With the `systemd`
 * driver of cgroups also whoever puts it into its cgroup. `proc` stands in place of /proc, for tests.
 */
export async function engineTasks(
  { cgroupDriver }: Pick<EngineInfo, "cgroupDriver">,
  proc = "/proc",
): Promise<number[]> {
  const processes: { readonly pid: string; readonly name: string }[] = [];
  for (const pid of await readdir(proc)) {
    if (!/^\d+$/u.test(pid)) continue;
    processes.push({ pid, name: (await readFile(`${proc}/${pid}/comm`, "utf8").catch(() => "")).trim() });
  }
  const alone = !processes.some(({ name }) => name === "containerd");
  const tasks: number[] = [];
  for (const { pid, name } of processes) {
    const starts =
      starters.test(name) || (alone && name === daemon) || (cgroupDriver === "systemd" && managers.test(name));
    if (!starts) continue;
    const threads = await readdir(`${proc}/${pid}/task`).catch(() => []);
    tasks.push(...threads.map(Number));
  }
  return tasks;
}
