import { setImmediate } from "node:timers/promises";
import { isInLower, type OverlayLayers } from "../../../sources/engine/images/overlay-layers.ts";
import type { Container, Engine } from "../../../sources/engine/types.ts";
import { isWithin } from "../../../text/is-within.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import type { Observer } from "../observer.ts";
import { readDirectory, type Directory } from "./directory.ts";

/** A path of the container that differs from the image, resolved by the kernel, without links. */
export interface Write {
  readonly path: string;
  readonly change: "modified" | "added" | "deleted";
  /** Size of a file. */
  readonly bytes: number;
  /** Attributes of a directory that the container created in one of the image's. */
  readonly directory?: Directory;
}

const changeNames = ["modified", "added", "deleted"] as const;
/** Maximum number of paths to list for a read-only container. */
const pathsRead = 20_000;
const directoriesRead = 100;
/**
 * Paths that the engine creates or mounts in every container; they are writable or not regardless of the root file
 * system.
 */
export const engineMounts = [
  "/dev",
  "/proc",
  "/sys",
  "/etc/hostname",
  "/etc/hosts",
  "/etc/resolv.conf",
  "/etc/mtab",
  "/.dockerenv",
  // Present with an init process: a tmpfs over its folder would hide it.
  "/sbin/docker-init",
  "/run/podman-init",
  // Podman's, as a file in the container's own layer or, where the root is read-only, in a tmpfs at /run (podman-run(1)).
  "/run/.containerenv",
];

/** Collects the writes of a trial outside its mounts, before each stop. Skips `mounts` (volumes, tmpfs). */
export function observeWrites(
  engine: Engine,
  mounts: readonly string[],
): { readonly observer: Observer; writes(): readonly Write[] } {
  const writesByPath = new Map<string, Write>();
  return {
    observer: {
      async stopping({ container }) {
        const writes = outside([...mounts, ...engineMounts], await readWrites(container));
        const added = new Set(writes.filter(({ change }) => change === "added").map(({ path }) => path));
        let directories = 0;
        for (const { kind, ...write } of writes) {
          const knownWrite = writesByPath.get(write.path);
          const topmost = added.has(write.path) && !added.has(parent(write.path));
          // A link may lead to a directory.
          const look = topmost && kind !== "file" && kind !== "other" && directories++ < directoriesRead;
          const directory = look ? await readDirectory(engine, container.id, write.path) : knownWrite?.directory;
          writesByPath.set(write.path, {
            ...write,
            bytes: Math.max(write.bytes, knownWrite?.bytes ?? 0),
            ...(directory === undefined ? {} : { directory }),
          });
        }
      },
    },
    writes: () => [...writesByPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  };
}

/** Removes paths within a mount, and directories that only show as modified because they contain a new mount point. */
export function outside<T extends { readonly path: string }>(mounts: readonly string[], writes: readonly T[]): T[] {
  const inMount = ({ path }: T) => mounts.some((mount) => isWithin(path, mount));
  const touched = parentsOf(writes.filter(inMount));
  const ownWrites = writes.filter((write) => !inMount(write));
  const writtenFolders = parentsOf(ownWrites.filter(({ path }) => !touched.has(path)));
  return ownWrites.filter(({ path }) => !touched.has(path) || writtenFolders.has(path));
}

/** Every directory above one of `writes`, without the root. */
export function parentsOf(writes: readonly { readonly path: string }[]): ReadonlySet<string> {
  const parents = new Set<string>();
  for (const { path } of writes) for (let at = parent(path); at !== "/"; at = parent(at)) parents.add(at);
  return parents;
}

/** The parent folder of `path`; that of `/` is itself. */
export function parent(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

/** A write at a path; `kind` if the overlay shows it. */
export interface ObservedWrite extends Write {
  readonly kind?: "file" | "folder" | "link" | "other";
}

/**
 * All differences from the image, from the overlay's upper directory, which also shows a directory in which a file was
 * created and removed. If that is unreadable, the engine's list of changes, which also names the content of a folder
 * that was removed and created again: Docker compares every file of the image for it, half a second for a small one on
 * a busy machine.
 */
export async function readWrites(container: Pick<Container, "overlay" | "changes">): Promise<readonly ObservedWrite[]> {
  const { overlay } = container;
  const upperWrites = overlay && (await readUpper(overlay));
  if (upperWrites !== undefined) return upperWrites;
  const changes = (await container.changes()).slice(0, pathsRead);
  return changes.map(({ path, kind }) => ({ path, change: changeNames[kind], bytes: 0 }));
}

/** Never follows links, since the container controls the upper directory. Undefined if it cannot be read completely. */
async function readUpper(overlay: OverlayLayers): Promise<ObservedWrite[] | undefined> {
  const observedWrites: ObservedWrite[] = [];
  const added = new Set<string>();
  try {
    for (const { folder, name, stats, whiteout, unread } of walkFolder(overlay.upper)) {
      if (observedWrites.length >= pathsRead) break;
      if (observedWrites.length % 2048 === 2047) await setImmediate();
      if (stats === undefined || unread !== undefined) return undefined;
      const path = `${folder}/${name.toString()}`;
      // A whiteout is a character device 0:0, Documentation/filesystems/overlayfs.rst, "whiteouts and opaque directories".
      const isNew = !whiteout && (added.has(folder) || !isInLower(overlay, path));
      if (isNew) added.add(path);
      const kind = stats.isDirectory() ? "folder" : stats.isFile() ? "file" : stats.isSymbolicLink() ? "link" : "other";
      const change = whiteout ? "deleted" : isNew ? "added" : "modified";
      observedWrites.push({ path, change, bytes: stats.isFile() ? stats.size : 0, kind });
    }
  } catch {
    // The file may have been removed.
    return undefined;
  }
  return observedWrites;
}
