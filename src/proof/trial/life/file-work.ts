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

/** Who writes more than this is not compared path by path. */
const pathsRead = 20_000;
const pathsKept = 2000;

/**
 * What one life of a container did to files outside of the volumes that it was given: in its own layer, in each tmpfs, and in `volumes`, which stand in for a part of the layer. Written is what changed since `sinceMs` (of the clock, before its first start),
 * without files of the image whose owner alone was changed. Of `gone`, what a mount hides counts as removed. Undefined where this machine cannot see all of it, and
 * where there is too much.
 */
export async function fileWork(
  container: Pick<Container, "overlay" | "mounts">,
  pid: number,
  {
    sinceMs,
    gone = [],
    volumes = [],
  }: { readonly sinceMs: number; readonly gone?: readonly string[]; readonly volumes?: readonly string[] },
): Promise<FileWork | undefined> {
  const { overlay } = container;
  if (overlay === undefined || pid <= 0) return undefined;
  const written = new Set<string>();
  const filled = new Set<string>();
  const removed = new Set<string>();
  let left = pathsRead;
  const walk = async (root: string, mount: string, counts: (path: string, changedMs: number) => boolean) => {
    for (const { folder, name, stats, whiteout } of walkFolder(root)) {
      if (--left < 0) return;
      // Reads are synchronous: let Ctrl-C and timers in.
      if (left % 2048 === 0) await setImmediate();
      if (stats === undefined || stats.isDirectory()) continue;
      const path = `${mount === "/" ? "" : mount}${folder}/${name.toString()}`;
      if (whiteout) removed.add(path);
      else if (counts(path, stats.mtimeMs)) {
        const shape = lineShape(path);
        written.add(shape);
        if (!stats.isFile() || stats.size > 0) filled.add(shape);
      }
    }
  };
  try {
    // An older time: unpacked with it, or a file of the image whose owner alone was changed, since a copy up keeps the time of the content. So does a volume.
    const isWork = (path: string, changedMs: number) => changedMs >= sinceMs || !isInLower(overlay, path);
    await walk(
      overlay.upper,
      "/",
      (path, changedMs) => !engineMounts.some((mount) => isWithin(path, mount)) && isWork(path, changedMs),
    );
    for (const { source, path } of volumes.length === 0 ? [] : await container.mounts())
      if (volumes.includes(path)) await walk(source, path, isWork);
    for (const { path, device } of await tmpfsMounts(pid)) {
      if (path === "/dev") continue;
      const real = resolveInside(pid, path);
      const root = `/proc/${pid}/root${real}`;
      // Whoever put another folder in its place meanwhile shows nothing of the host.
      if (real === undefined || deviceText(statSync(root).dev) !== device) return undefined;
      await walk(root, path, () => true);
    }
    for (const path of gone) if (!removed.has(path) && resolveInside(pid, path) === undefined) removed.add(path);
  } catch {
    // It ended meanwhile.
    return undefined;
  }
  if (left < 0 || written.size > pathsKept || removed.size > pathsKept) return undefined;
  const all = [...written].toSorted();
  return { written: all, empty: all.filter((name) => !filled.has(name)), removed: [...removed].toSorted() };
}
