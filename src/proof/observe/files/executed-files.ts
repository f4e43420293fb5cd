import { readFile } from "node:fs/promises";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Observer } from "../observer.ts";
import { processesBeside } from "../processes.ts";

/**
 * Files that a container's processes execute or have mapped as executable (plug-ins that it compiled itself), read
 * before each stop: proc_pid_maps(5). None if this machine cannot see its processes.
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
