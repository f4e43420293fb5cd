import { setImmediate } from "node:timers/promises";
import type { Step } from "../../../domain/workload/step.ts";
import type { Container } from "../../../sources/engine/types.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { kindOf } from "../../../steps/kind-of.ts";
import { isWithin } from "../../../text/is-within.ts";
import { isLog, isThrowaway } from "../../judge/is-cache.ts";
import { isDispensable } from "../../judge/missed-work.ts";
import type { Observer } from "../observer.ts";
import { engineMounts } from "./writes.ts";

/** Queued files are data, even if the queue is empty when it is read: FHS 3.0, 5.14. */
const queues = ["/var/spool", "/var/mail"];
/** In a larger layer, the rest counts as stored. */
const pathsRead = 20_000;

/** Path -> a value that changes with each write, rename and change of owner, and that programs cannot set. */
type Snapshot = ReadonlyMap<string, string>;

/**
 * Files of a container's layer that may contain client data: changed after the first step that may store something, and
 * present at the first stop. Changes by read-only steps (a cached page) count unless each container has the same path.
 * Writes before the first step contain no client data. Excludes temporary files, logs and empty files; empty if this
 * machine does not show the layer.
 */
export function observeStored(
  mounts: readonly string[],
  steps: readonly Step[],
): { readonly observer: Observer; readonly stored: () => readonly string[] } {
  const stored = new Set<string>();
  /** Path -> number of containers. */
  const readyChanges = new Map<string, number>();
  const snapshots = new Map<string, { readonly ready: Snapshot; storing?: Snapshot; steps: number }>();
  const firstStoring = steps.findIndex((step) => kindOf(step).onlyReads?.(step) !== true);
  let containers = 0;
  const look = (container: Container) => snapshot(container, [...mounts, ...engineMounts]);
  return {
    observer: {
      async ready({ container, life }) {
        const ready = life === 0 && steps.length > 0 && (await look(container));
        if (ready) snapshots.set(container.id, { ready, steps: 0, ...(firstStoring === 0 && { storing: ready }) });
      },
      async stepped({ container, life }) {
        const snapshotSet = life === 0 && snapshots.get(container.id);
        if (!snapshotSet || ++snapshotSet.steps !== firstStoring) return;
        const storing = await look(container);
        if (storing) snapshotSet.storing = storing;
      },
      async stopping({ container, life }) {
        const snapshotSet = life === 0 && snapshots.get(container.id);
        const currentSnapshot = snapshotSet && (await look(container));
        if (!snapshotSet || !currentSnapshot) return;
        containers++;
        for (const [path, state] of currentSnapshot) {
          const isNew = (then: Snapshot | undefined) => then !== undefined && then.get(path) !== state;
          if (isNew(snapshotSet.storing)) stored.add(path);
          else if (isNew(snapshotSet.ready)) readyChanges.set(path, (readyChanges.get(path) ?? 0) + 1);
        }
      },
    },
    stored: () => {
      const changing = [...readyChanges].filter(([, times]) => containers < 2 || times < containers);
      return [...new Set([...stored, ...changing.map(([path]) => path)])].toSorted();
    },
  };
}

async function snapshot({ overlay }: Container, mounts: readonly string[]): Promise<Snapshot | undefined> {
  if (overlay === undefined) return undefined;
  const fileStates = new Map<string, string>();
  let remainingPaths = pathsRead;
  try {
    for (const { folder, name, stats } of walkFolder(overlay.upper)) {
      if (--remainingPaths < 0) break;
      // Reads are synchronous: let Ctrl-C and timers in.
      if (remainingPaths % 2048 === 0) await setImmediate();
      const path = `${folder}/${name.toString()}`;
      const isQueue = stats?.isDirectory() === true && queues.some((queue) => path !== queue && isWithin(path, queue));
      const isFile =
        stats?.isFile() === true && stats.size > 0 && !isLog(path) && !isDispensable(path) && !path.endsWith(".pid");
      if ((!isQueue && !isFile) || isThrowaway(path) || mounts.some((mount) => isWithin(path, mount))) continue;
      fileStates.set(path, `${stats.ino} ${stats.size} ${stats.ctimeMs}`);
    }
  } catch {
    // The file may have been removed.
    return undefined;
  }
  return fileStates;
}
