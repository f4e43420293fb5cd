import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** In the environment of all that a matrix starts; its value is the folder of that matrix. */
export const mark = "HULLPROOF_MATRIX";

interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly marked: boolean;
}

/** Ids of processes that a matrix started, with their descendants: containers do not carry the mark, and their shims do. */
export async function processesOf(folder: string): Promise<readonly number[]> {
  const all = await look(folder);
  const found = new Set(all.filter(({ marked }) => marked).map(({ pid }) => pid));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  found.delete(process.pid);
  return [...found];
}

/** Kills them until none is left; at most some seconds. */
export async function endProcessesOf(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const pids = await processesOf(folder);
    if (pids.length === 0) return;
    for (const pid of pids) kill(pid);
    await sleep(250);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended meanwhile.
  }
}

async function look(folder: string): Promise<readonly Seen[]> {
  const found: Seen[] = [];
  for (const name of await readdir("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // Field 4 of proc_pid_stat(5), behind the name in parentheses, which may hold anything; a zombie has ended.
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (parent === undefined || state === "Z") continue;
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    const marked = environment.split("\0").includes(`${mark}=${folder}`);
    found.push({ pid, parent: Number(parent), marked });
  }
  return found;
}
