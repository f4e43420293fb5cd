import { statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { isInLower } from "../../../sources/engine/overlay-layers.ts";
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
 * Files that the container made or wrote since `sinceMs` (of the clock, before its first start) outside its volumes, in its own layer and in each tmpfs, as the container names
 * them, numbers and ids masked, sorted. A file of the image whose owner alone was changed is none. Undefined where this machine cannot see all
 * of it, and where there are too many.
 */
export async function writtenPaths(
  { overlay }: Pick<Container, "overlay">,
  pid: number,
  sinceMs: number,
): Promise<readonly string[] | undefined> {
  if (overlay === undefined || pid <= 0) return undefined;
  const found = new Set<string>();
  let left = pathsRead;
  const walk = async (root: string, mount: string, counts: (path: string, changedMs: number) => boolean) => {
    for (const { folder, name, stats, whiteout } of walkFolder(root)) {
      if (--left < 0) return;
      // Reads are synchronous: let Ctrl-C and timers in.
      if (left % 2048 === 0) await setImmediate();
      if (stats === undefined || stats.isDirectory() || whiteout) continue;
      const path = `${mount === "/" ? "" : mount}${folder}/${name.toString()}`;
      if (counts(path, stats.mtimeMs)) found.add(lineShape(path));
    }
  };
  try {
    await walk(overlay.upper, "/", (path, changedMs) => {
      if (engineMounts.some((mount) => isWithin(path, mount))) return false;
      // An older time: unpacked with it, or a file of the image whose owner alone was changed, since a copy up keeps the time of the content.
      return changedMs >= sinceMs || !isInLower(overlay, path);
    });
    for (const { path, device } of await tmpfsMounts(pid)) {
      if (path === "/dev") continue;
      const real = resolveInside(pid, path);
      const root = `/proc/${pid}/root${real}`;
      // Whoever put another folder in its place meanwhile shows nothing of the host.
      if (real === undefined || deviceText(statSync(root).dev) !== device) return undefined;
      await walk(root, path, () => true);
    }
  } catch {
    // It ended meanwhile.
    return undefined;
  }
  return left < 0 || found.size > pathsKept ? undefined : [...found].toSorted();
}
