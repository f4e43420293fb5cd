import { readFile, readlink } from "node:fs/promises";
import { basename } from "node:path";
import { launchersFor } from "../../../data/launchers.ts";
import type { Workload } from "../../../domain/workload/workload.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import { oncePer } from "../../../text/once-per.ts";

/** Interpreters of entrypoint scripts. */
const shells = new Set(["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh"]);
/** Init processes that engines and images put above the main process. */
const inits = new Set(launchersFor("init"));

/** Maximum time for a script to start its final program, after a check passes. */
export const handoverMs = 10_000;

/**
 * The main process of a container, for checks. Database images create their data with a temporary server: their
 * entrypoint script starts it, stops it and then becomes the final server. A check passes during both.
 */
export interface MainProgram {
  /**
   * Whether it still is a script that may start another program. False if unknown, or if another container showed that
   * it does not.
   */
  isScript(pid: number): Promise<boolean>;
  /** Records that the script never starts another program: later checks do not wait for it. */
  stays(): void;
}

const staying = oncePer((_session: EngineSession): Set<string> => new Set());

/** For the same image and command, the result of one container of a session holds for the others. */
export function mainProgram(
  session: EngineSession,
  image: string,
  { entrypoint, command }: Partial<Workload>,
): MainProgram {
  const stayingPrograms = staying(session);
  const key = JSON.stringify([image, entrypoint, command]);
  return {
    async isScript(pid) {
      if (!session.engine.info.sameKernel || pid === 0 || stayingPrograms.has(key)) return false;
      const path = await programOf(pid);
      const child = inits.has(basename(path)) ? await firstChild(pid) : undefined;
      const words = await readFile(`/proc/${child ?? pid}/cmdline`, "utf8").catch(() => "");
      return isShell(child === undefined ? path : await programOf(child), words);
    },
    stays: () => void stayingPrograms.add(key),
  };
}

function programOf(pid: number): Promise<string> {
  return readlink(`/proc/${pid}/exe`).catch(() => "");
}

/** proc_pid_task(5); undefined if it has none, or the kernel does not report it. */
async function firstChild(pid: number): Promise<number | undefined> {
  const [, child] = /^(\d+)/.exec(await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")) ?? [];
  return child === undefined ? undefined : Number(child);
}

/**
 * With busybox the first word is the program. `words` are those of proc_pid_cmdline(5), each with a final zero byte.
 */
export function isShell(path: string, words: string): boolean {
  const [first = ""] = words.split("\0");
  const name = basename(path);
  return shells.has(name === "busybox" ? basename(first).replace(/^-/, "") : name);
}
