import { setImmediate } from "node:timers/promises";
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
];

/**
 * Collects what a trial writes outside its mounts, before each stop, from two sources that complement each other: the
 * engine's list of changes (added or modified), and the overlay's upper directory, which also shows a directory in which a
 * file was made and removed again. `mounts` (volumes, tmpfs) are left out.
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
        for (const write of writes) {
          const known = found.get(write.path);
          const topmost = added.has(write.path) && !added.has(parent(write.path));
          const look = topmost && directories++ < directoriesRead;
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

async function readWrites(container: Container): Promise<Write[]> {
  const found = new Map<string, Write>();
  for (const { path, kind } of (await container.changes()).slice(0, pathsRead)) {
    found.set(path, { path, change: changeNames[kind], bytes: 0 });
  }
  if (container.overlay === undefined) return [...found.values()];
  for (const write of await readUpper(container.overlay.upper)) {
    // What the engine's list does not know was copied up because something in it changed.
    found.set(write.path, { ...write, change: found.get(write.path)?.change ?? write.change });
  }
  return [...found.values()];
}

/** Never follows a link: the upper directory is the container's own text. */
async function readUpper(upper: string): Promise<Write[]> {
  const writes: Write[] = [];
  try {
    for (const { folder, name, stats, whiteout } of walkFolder(upper)) {
      if (writes.length >= pathsRead) break;
      if (writes.length % 2048 === 2047) await setImmediate();
      const bytes = stats?.isFile() === true ? stats.size : 0;
      // A whiteout is a character device 0:0, Documentation/filesystems/overlayfs.rst, "whiteouts and opaque directories".
      writes.push({ path: `${folder}/${name.toString()}`, change: whiteout ? "deleted" : "modified", bytes });
    }
  } catch {
    // It may be gone by now; the container still runs.
  }
  return writes;
}
