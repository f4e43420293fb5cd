import { readdir, readFile } from "node:fs/promises";
import { hasTracepoint } from "./tracefs.ts";

const taskEvents = ["sched/sched_process_fork", "sched/sched_process_exec"];
const attachEvent = "cgroup/cgroup_attach_task";

/** Events that tell which tasks are a container's; the last one where the kernel has it. */
export async function containerEvents(): Promise<string[]> {
  return [...taskEvents, ...((await hasTracepoint(attachEvent)) ? [attachEvent] : [])];
}

/** Processes that start containers: of Docker, containerd, and Podman. */
const starters = /^(?:dockerd|containerd|containerd-shim.*|podman|conmon)$/u;

/** All threads of whatever on this machine can start a container: what they fork later is the container's, or becomes it. */
export async function engineTasks(): Promise<number[]> {
  const tasks: number[] = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/u.test(pid)) continue;
    const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
    if (!starters.test(name.trim())) continue;
    const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
    tasks.push(...threads.map(Number));
  }
  return tasks;
}
