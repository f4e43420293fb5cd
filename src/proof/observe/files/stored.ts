import { setImmediate } from "node:timers/promises";
import type { Step } from "../../../domain/workload/workload.ts";
import type { Container } from "../../../sources/engine/types.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { kindOf } from "../../../steps/kind-of.ts";
import { isWithin } from "../../../text/is-within.ts";
import { isLog, isThrowaway } from "../../judge/is-cache.ts";
import { isDispensable } from "../../judge/missed-work.ts";
import type { Observer } from "../observer.ts";
import { engineMounts } from "./writes.ts";

/** What waits there for its delivery is data, even where the queue is empty again when it is looked at: FHS 3.0, 5.14. */
const queues = ["/var/spool", "/var/mail"];
/** Of a larger layer the rest counts as stored. */
const pathsRead = 20_000;

/** Path -> what changes with each write, rename and change of owner, and can't be set by a program. */
type Snapshot = ReadonlyMap<string, string>;

/**
 * Files of a container's own layer that may hold what a client gave: changed since the first step that may leave something, and there at the first stop. What
 * steps changed that only read (a page that is cached) counts unless each container has it under the same name. What was written before the first step came from
 * no client. Throwaways, logs and empty files are left out; nothing is seen where this machine does not show the layer.
 */
export function observeStored(
  mounts: readonly string[],
  steps: readonly Step[],
): { readonly observer: Observer; readonly stored: () => readonly string[] } {
  const stored = new Set<string>();
  /** Path -> in how many containers. */
  const answered = new Map<string, number>();
  const before = new Map<string, { readonly ready: Snapshot; storing?: Snapshot; steps: number }>();
  const firstStoring = steps.findIndex((step) => kindOf(step).onlyReads?.(step) !== true);
  let containers = 0;
  const look = (container: Container) => snapshot(container, [...mounts, ...engineMounts]);
  return {
    observer: {
      async ready({ container, life }) {
        const ready = life === 0 && steps.length > 0 && (await look(container));
        if (ready) before.set(container.id, { ready, steps: 0, ...(firstStoring === 0 && { storing: ready }) });
      },
      async stepped({ container, life }) {
        const seen = life === 0 && before.get(container.id);
        if (!seen || ++seen.steps !== firstStoring) return;
        const storing = await look(container);
        if (storing) seen.storing = storing;
      },
      async stopping({ container, life }) {
        const seen = life === 0 && before.get(container.id);
        const now = seen && (await look(container));
        if (!seen || !now) return;
        containers++;
        for (const [path, state] of now) {
          const isNew = (then: Snapshot | undefined) => then !== undefined && then.get(path) !== state;
          if (isNew(seen.storing)) stored.add(path);
          else if (isNew(seen.ready)) answered.set(path, (answered.get(path) ?? 0) + 1);
        }
      },
    },
    stored: () => {
      const changing = [...answered].filter(([, times]) => containers < 2 || times < containers);
      return [...new Set([...stored, ...changing.map(([path]) => path)])].toSorted();
    },
  };
}

async function snapshot({ overlay }: Container, mounts: readonly string[]): Promise<Snapshot | undefined> {
  if (overlay === undefined) return undefined;
  const found = new Map<string, string>();
  let left = pathsRead;
  try {
    for (const { folder, name, stats } of walkFolder(overlay.upper)) {
      if (--left < 0) break;
      // Reads are synchronous: let Ctrl-C and timers in.
      if (left % 2048 === 0) await setImmediate();
      const path = `${folder}/${name.toString()}`;
      const isQueue = stats?.isDirectory() === true && queues.some((queue) => path !== queue && isWithin(path, queue));
      const isFile =
        stats?.isFile() === true && stats.size > 0 && !isLog(path) && !isDispensable(path) && !path.endsWith(".pid");
      if ((!isQueue && !isFile) || isThrowaway(path) || mounts.some((mount) => isWithin(path, mount))) continue;
      found.set(path, `${stats.ino} ${stats.size} ${stats.ctimeMs}`);
    }
  } catch {
    // It may be gone by now.
    return undefined;
  }
  return found;
}
