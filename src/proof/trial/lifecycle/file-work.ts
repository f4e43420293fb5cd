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

/** Maximum number of written paths to compare individually. */
const pathsKept = 2000;

export interface FileWorkRequest {
  /** Wall-clock time before the container's first start. */
  readonly sinceMs: number;
  readonly gone?: readonly string[];
  /** Volumes that replace a part of its layer. */
  readonly volumes?: readonly string[];
  /** Also records the access rights of files. */
  readonly record?: PermissionRecord | undefined;
}

/**
 * File changes of one life outside of the given volumes: in its layer, in each tmpfs, and in `volumes`, which replace a
 * part of the layer. `written` are changes since `sinceMs`, without image files that only have a new owner. Of the
 * paths in `gone`, those hidden by a mount count as removed. Undefined if this machine cannot see all of it, and if
 * there is too much.
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
  const writtenShapes = new Set<string>();
  const filled = new Set<string>();
  const removed = new Set<string>();
  let remainingFiles = maxFiles;
  const walk = async (root: string, mount: string, counts: (path: string, changedMs: number) => boolean) => {
    record?.enter(root, mount);
    for (const { folder, name, stats, whiteout } of walkFolder(root)) {
      if (--remainingFiles < 0) return;
      // Reads are synchronous: let Ctrl-C and timers in.
      if (remainingFiles % 2048 === 0) await setImmediate();
      if (stats === undefined) continue;
      const path = `${mount === "/" ? "" : mount}${folder}/${name.toString()}`;
      if (mount === "/" && isOfEngine(path)) continue;
      if (whiteout) record?.remove(path);
      else record?.add(path, stats);
      if (stats.isDirectory()) continue;
      if (whiteout) removed.add(path);
      else if (counts(path, stats.mtimeMs)) {
        const shape = lineShape(path);
        writtenShapes.add(shape);
        if (!stats.isFile() || stats.size > 0) filled.add(shape);
      }
    }
  };
  try {
    record?.add("/", statSync(overlay.upper));
    // An older time: unpacked with that time, or an image file with a new owner, since a copy up keeps the time of the
    // content, as does a volume.
    const isWork = (path: string, changedMs: number) => changedMs >= sinceMs || !isInLower(overlay, path);
    await walk(overlay.upper, "/", isWork);
    for (const { source, path } of volumes.length === 0 ? [] : await container.mounts())
      if (volumes.includes(path)) await walk(source, path, isWork);
    for (const { path, device } of await tmpfsMounts(view)) {
      if (path !== "/dev/shm" && isOfEngine(path)) continue;
      const real = resolveInside(view, path);
      const root = `/proc/${view}/root${real}`;
      const stats = real === undefined ? undefined : statSync(root);
      // Another directory in its place reveals nothing of the host.
      if (stats === undefined || deviceText(stats.dev) !== device) throw new Error("it was moved");
      record?.add(path, stats);
      await walk(root, path, () => true);
    }
    if (remainingFiles < 0) record?.skip(tooManyFiles);
    if (pid > 0 && view === 0) record?.skip("all of its processes changed their root, and see a part of them");
    for (const path of gone) if (!removed.has(path) && resolveInside(view, path) === undefined) removed.add(path);
  } catch {
    // The process ended meanwhile.
    record?.skip("it ended while they were looked at");
    return undefined;
  }
  if (view === 0 || remainingFiles < 0 || writtenShapes.size > pathsKept || removed.size > pathsKept) return undefined;
  const sortedShapes = [...writtenShapes].toSorted();
  return {
    written: sortedShapes,
    empty: sortedShapes.filter((name) => !filled.has(name)),
    removed: [...removed].toSorted(),
  };
}

function isOfEngine(path: string): boolean {
  return engineMounts.some((mount) => isWithin(path, mount));
}
