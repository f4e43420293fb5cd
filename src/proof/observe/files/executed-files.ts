import { readFile } from "node:fs/promises";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Observer } from "../observer.ts";
import { processesBeside } from "../processes.ts";

/**
 * Files that a container's processes run or have mapped to be run (plug-ins that it compiled itself), looked at before each stop:
 * proc_pid_maps(5). None where this machine can't see its processes.
 */
export function observeExecutedFiles(session: EngineSession): {
  readonly observer: Observer;
  files(): readonly string[];
} {
  const executedPaths = new Set<string>();
  const look = async (pid: number) => {
    if (!session.engine.info.sameKernel || pid <= 0) return;
    for (const each of processesBeside(pid)) {
      const maps = await readFile(`/proc/${each}/maps`, "utf8").catch(() => "");
      for (const [, name = ""] of maps.matchAll(/^\S+ ..x. \S+ \S+ [1-9]\d*\s+(\/.*)$/gmu))
        executedPaths.add(name.replace(/ \(deleted\)$/u, ""));
    }
  };
  return {
    observer: { ready: ({ pid }) => look(pid), stopping: ({ pid }) => look(pid) },
    files: () => [...executedPaths].toSorted(),
  };
}
