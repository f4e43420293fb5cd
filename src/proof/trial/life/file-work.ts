import { statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { FileWork } from "../../../domain/workload/trial.ts";
import { isInLower } from "../../../sources/engine/images/overlay-layers.ts";
import type { Container } from "../../../sources/engine/types.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { deviceText, resolveInside } from "../../observe/files/root-files.ts";
import { tmpfsMounts } from "../../observe/files/tmpfs-mounts.ts";
import { engineMounts } from "../../observe/files/writes.ts";
import { isWithin } from "../../../text/is-within.ts";
import { lineShape } from "../../judge/shape.ts";
import { maxFiles, tooManyFiles, type PermissionRecord } from "./permission-record.ts";
import { wholeView } from "../../observe/files/whole-view.ts";

/** A container that writes more than this is not compared path by path. */
const pathsKept = 2000;

export interface FileWorkRequest {
  /** Of the clock, before the container's first start. */
  readonly sinceMs: number;
  readonly gone?: readonly string[];
  /** Of its volumes, those that stand in for a part of its own layer. */
  readonly volumes?: readonly string[];
  /** Learns on the way who may do what with what is there. */
  readonly record?: PermissionRecord | undefined;
}

/**
 * What one life of a container did to files outside of the volumes that it was given: in its own layer, in each tmpfs, and in `volumes`, which stand in for a part of the layer. Written is
 * what changed since `sinceMs`, without files of the image whose owner alone was changed. Of `gone`, what a mount hides counts as removed. Undefined where this machine cannot see all of it,
 * and where there is too much.
 */
export async function fileWork(
  container: Pick<Container, "overlay" | "mounts">,
  pid: number,
  { sinceMs, gone = [], volumes = [], record }: FileWorkRequest,
): Promise<FileWork | undefined> {
  const { overlay } = container;
  if (overlay === undefined) record?.skip("the engine does not show them to this machine");
  if (overlay === undefined || (pid <= 0 && record === undefined)) return undefined;
  const view = wholeView(pid);
  const written = new Set<string>();
  const filled = new Set<string>();
  const removed = new Set<string>();
  let left = maxFiles;
  const walk = async (root: string, mount: string, counts: (path: string, changedMs: number) => boolean) => {
    record?.enter(root, mount);
    for (const { folder, name, stats, whiteout } of walkFolder(root)) {
      if (--left < 0) return;
      // Reads are synchronous: let Ctrl-C and timers in.
      if (left % 2048 === 0) await setImmediate();
      if (stats === undefined) continue;
      const path = `${mount === "/" ? "" : mount}${folder}/${name.toString()}`;
      if (mount === "/" && isOfEngine(path)) continue;
      if (whiteout) record?.remove(path);
      else record?.add(path, stats);
      if (stats.isDirectory()) continue;
      if (whiteout) removed.add(path);
      else if (counts(path, stats.mtimeMs)) {
        const shape = lineShape(path);
        written.add(shape);
        if (!stats.isFile() || stats.size > 0) filled.add(shape);
      }
    }
  };
  try {
    record?.add("/", statSync(overlay.upper));
    // An older time: unpacked with it, or a file of the image whose owner alone was changed, since a copy up keeps the time of the content. So does a volume.
    const isWork = (path: string, changedMs: number) => changedMs >= sinceMs || !isInLower(overlay, path);
    await walk(overlay.upper, "/", isWork);
    for (const { source, path } of volumes.length === 0 ? [] : await container.mounts())
      if (volumes.includes(path)) await walk(source, path, isWork);
    for (const { path, device } of await tmpfsMounts(view)) {
      if (path !== "/dev/shm" && isOfEngine(path)) continue;
      const real = resolveInside(view, path);
      const root = `/proc/${view}/root${real}`;
      const stats = real === undefined ? undefined : statSync(root);
      // Another folder in its place shows nothing of the host.
      if (stats === undefined || deviceText(stats.dev) !== device) throw new Error("it was moved");
      record?.add(path, stats);
      await walk(root, path, () => true);
    }
    if (left < 0) record?.skip(tooManyFiles);
    if (pid > 0 && view === 0) record?.skip("all of its processes changed their root, and see a part of them");
    for (const path of gone) if (!removed.has(path) && resolveInside(view, path) === undefined) removed.add(path);
  } catch {
    // It ended meanwhile.
    record?.skip("it ended while they were looked at");
    return undefined;
  }
  if (view === 0 || left < 0 || written.size > pathsKept || removed.size > pathsKept) return undefined;
  const all = [...written].toSorted();
  return { written: all, empty: all.filter((name) => !filled.has(name)), removed: [...removed].toSorted() };
}

function isOfEngine(path: string): boolean {
  return engineMounts.some((mount) => isWithin(path, mount));
}
