import { setImmediate } from "node:timers/promises";
import { isInLower, type OverlayLayers } from "../../../sources/engine/images/overlay-layers.ts";
import type { Container, Engine } from "../../../sources/engine/types.ts";
import { isWithin } from "../../../text/is-within.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import type { Observer } from "../observer.ts";
import { readDirectory, type Directory } from "./directory.ts";

/** A path of the container that differs from the image, as the kernel names it: without links. */
export interface Write {
  readonly path: string;
  readonly change: "modified" | "added" | "deleted";
  /** Size of a file. */
  readonly bytes: number;
  /** Of a directory that the container made in one of the image's. */
  readonly directory?: Directory;
}

const changeNames = ["modified", "added", "deleted"] as const;
/** A container that writes more paths than this is not made read-only by listing them. */
const pathsRead = 20_000;
const directoriesRead = 100;
/** Made or mounted by the engine for every container, and writable or not whatever the root file system is. */
export const engineMounts = [
  "/dev",
  "/proc",
  "/sys",
  "/etc/hostname",
  "/etc/hosts",
  "/etc/resolv.conf",
  "/etc/mtab",
  "/.dockerenv",
  // Where it was asked to run its init process: a tmpfs on its folder would hide that.
  "/sbin/docker-init",
  "/run/podman-init",
  // Podman's, as a file in the container's own layer or, where the root is read-only, in a tmpfs at /run (podman-run(1)).
  "/run/.containerenv",
];

/**
 * Collects what a trial writes outside its mounts, before each stop. `mounts` (volumes, tmpfs) are left out.
 */
export function observeWrites(
  engine: Engine,
  mounts: readonly string[],
): { readonly observer: Observer; writes(): readonly Write[] } {
  const found = new Map<string, Write>();
  return {
    observer: {
      async stopping({ container }) {
        const writes = outside([...mounts, ...engineMounts], await readWrites(container));
        const added = new Set(writes.filter(({ change }) => change === "added").map(({ path }) => path));
        let directories = 0;
        for (const { kind, ...write } of writes) {
          const known = found.get(write.path);
          const topmost = added.has(write.path) && !added.has(parent(write.path));
          // A link may lead to a directory.
          const look = topmost && kind !== "file" && kind !== "other" && directories++ < directoriesRead;
          const directory = look ? await readDirectory(engine, container.id, write.path) : known?.directory;
          found.set(write.path, {
            ...write,
            bytes: Math.max(write.bytes, known?.bytes ?? 0),
            ...(directory === undefined ? {} : { directory }),
          });
        }
      },
    },
    writes: () => [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  };
}

/**
 * Leaves out what lies in a mount, and the directories that show as modified only because a mount point was made in them.
 */
export function outside<T extends { readonly path: string }>(mounts: readonly string[], writes: readonly T[]): T[] {
  const inMount = ({ path }: T) => mounts.some((mount) => isWithin(path, mount));
  const touched = parentsOf(writes.filter(inMount));
  const rest = writes.filter((write) => !inMount(write));
  const written = parentsOf(rest.filter(({ path }) => !touched.has(path)));
  return rest.filter(({ path }) => !touched.has(path) || written.has(path));
}

/** Every directory above one of `writes`, without the root. */
export function parentsOf(writes: readonly { readonly path: string }[]): ReadonlySet<string> {
  const parents = new Set<string>();
  for (const { path } of writes) for (let at = parent(path); at !== "/"; at = parent(at)) parents.add(at);
  return parents;
}

/** The folder that holds `path`; that of `/` is itself. */
export function parent(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

/** What was found at a path; `kind` where the overlay shows it. */
export interface Found extends Write {
  readonly kind?: "file" | "folder" | "link" | "other";
}

/**
 * All that differs from the image, as the overlay's upper directory has it, which also shows a directory in which a file was made and removed again. Where that
 * cannot be read it is the engine's list of changes, which also names what a folder hides that was removed and made again: Docker makes that one by comparing every file of the image, half a second for a small one on a busy machine.
 */
export async function readWrites(container: Pick<Container, "overlay" | "changes">): Promise<readonly Found[]> {
  const { overlay } = container;
  const seen = overlay && (await readUpper(overlay));
  if (seen !== undefined) return seen;
  const changes = (await container.changes()).slice(0, pathsRead);
  return changes.map(({ path, kind }) => ({ path, change: changeNames[kind], bytes: 0 }));
}

/** Never follows a link: the upper directory is the container's own text. Undefined where it cannot be read to its end. */
async function readUpper(overlay: OverlayLayers): Promise<Found[] | undefined> {
  const found: Found[] = [];
  const added = new Set<string>();
  try {
    for (const { folder, name, stats, whiteout, unread } of walkFolder(overlay.upper)) {
      if (found.length >= pathsRead) break;
      if (found.length % 2048 === 2047) await setImmediate();
      if (stats === undefined || unread !== undefined) return undefined;
      const path = `${folder}/${name.toString()}`;
      // A whiteout is a character device 0:0, Documentation/filesystems/overlayfs.rst, "whiteouts and opaque directories".
      const isNew = !whiteout && (added.has(folder) || !isInLower(overlay, path));
      if (isNew) added.add(path);
      const kind = stats.isDirectory() ? "folder" : stats.isFile() ? "file" : stats.isSymbolicLink() ? "link" : "other";
      const change = whiteout ? "deleted" : isNew ? "added" : "modified";
      found.push({ path, change, bytes: stats.isFile() ? stats.size : 0, kind });
    }
  } catch {
    // It may be gone by now.
    return undefined;
  }
  return found;
}
