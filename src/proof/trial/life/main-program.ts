import { readFile, readlink } from "node:fs/promises";
import { basename } from "node:path";
import { launchersFor } from "../../../data/launchers.ts";
import type { Workload } from "../../../domain/workload/workload.ts";
import type { Run } from "../../../sources/engine/types.ts";
import { oncePer } from "../../../text/once-per.ts";

/** What images run their entry scripts with. */
const shells = new Set(["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh"]);
/** What engines and images put above the main process. */
const inits = new Set(launchersFor("init"));

/** How long a script is given to hand over to the program that it starts, once a check passes. */
export const handoverMs = 10_000;

/**
 * The main process of a container, as far as it matters to a check. Images of databases make their data with a server that is there for that alone: their
 * entry script starts it, stops it and then becomes the server that stays. A check passes during both.
 */
export interface MainProgram {
  /** Whether it still is a script that may hand over. False where that can't be seen, or is known not to happen. */
  isScript(pid: number): Promise<boolean>;
  /** It never hands over: it is not waited for again. */
  stays(): void;
}

const staying = oncePer((_run: Run): Set<string> => new Set());

/** Of the same image and the same words, what one container of a run did is known of the others. */
export function mainProgram(run: Run, image: string, { entrypoint, command }: Partial<Workload>): MainProgram {
  const known = staying(run);
  const key = JSON.stringify([image, entrypoint, command]);
  return {
    async isScript(pid) {
      if (!run.engine.info.sameKernel || pid === 0 || known.has(key)) return false;
      const path = await programOf(pid);
      const child = inits.has(basename(path)) ? await firstChild(pid) : undefined;
      const words = await readFile(`/proc/${child ?? pid}/cmdline`, "utf8").catch(() => "");
      return isShell(child === undefined ? path : await programOf(child), words);
    },
    stays: () => void known.add(key),
  };
}

function programOf(pid: number): Promise<string> {
  return readlink(`/proc/${pid}/exe`).catch(() => "");
}

/** proc_pid_task(5); undefined where it has none, or the kernel does not tell. */
async function firstChild(pid: number): Promise<number | undefined> {
  const [, child] = /^(\d+)/.exec(await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")) ?? [];
  return child === undefined ? undefined : Number(child);
}

/** Of busybox the first word says which of its programs it is. `words` are those of proc_pid_cmdline(5), each with a zero byte at its end. */
export function isShell(path: string, words: string): boolean {
  const [first = ""] = words.split("\0");
  const name = basename(path);
  return shells.has(name === "busybox" ? basename(first).replace(/^-/, "") : name);
}
