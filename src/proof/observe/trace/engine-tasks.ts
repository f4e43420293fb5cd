import { readdir, readFile } from "node:fs/promises";
import type { EngineInfo } from "../../../sources/engine/types.ts";
import { hasTracepoint } from "./tracefs.ts";

const taskEvents = ["sched/sched_process_fork", "sched/sched_process_exec"];
const attachEvent = "cgroup/cgroup_attach_task";

/** Events that identify a container's tasks; the last one if the kernel has it. */
export async function containerEvents(): Promise<string[]> {
  return [...taskEvents, ...((await hasTracepoint(attachEvent)) ? [attachEvent] : [])];
}

/** Processes that start containers: of Docker, containerd, and Podman. */
const starters = /^(?:containerd|containerd-shim.*|podman|conmon)$/u;
/**
 * Docker starts containers through containerd, and runs firewall rules, port proxies and build steps itself: nearly
 * half of all calls under it (measured). dockerd counts only if its containerd is unknown.
 */
const daemon = "dockerd";
/**
 * With the systemd driver, the runtime requests the container's cgroup from systemd, which moves the container's first
 * task into it: process 1, or a user's manager. Its event is then the manager's.
 */
const managers = /^systemd$/u;

/**
 * All threads of programs on this machine that can start a container: their later children belong to the container, or
 * become it. With the `systemd` driver of cgroups, also the manager that moves it into its cgroup. `proc` replaces
 * /proc, for tests.
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
  const isEmbeddedRuntime = !processes.some(({ name }) => name === "containerd");
  const tasks: number[] = [];
  for (const { pid, name } of processes) {
    const starts =
      starters.test(name) ||
      (isEmbeddedRuntime && name === daemon) ||
      (cgroupDriver === "systemd" && managers.test(name));
    if (!starts) continue;
    const threads = await readdir(`${proc}/${pid}/task`).catch(() => []);
    tasks.push(...threads.map(Number));
  }
  return tasks;
}
