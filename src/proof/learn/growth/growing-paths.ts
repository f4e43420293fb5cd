import type { Growing } from "../../../domain/profile/untested.ts";

/** Sizes of files at one moment, in bytes, by their path in the container; missing files have none. */
export type Sizes = ReadonlyMap<string, number>;

/** Less than this per pass is a counter or a clock, and would take years. */
const leastBytes = 4;

/**
 * Paths that grew in each pass except the first. `looks` are the sizes after each pass, including the first: files that
 * are written once (a cache, a pid file) exist by then, and writes of only some passes are no growth. New files of each
 * pass count for their folder, if it has more of them after each one.
 */
export function growingPaths(looks: readonly Sizes[]): { readonly path: string; readonly bytesPerPass: number }[] {
  if (looks.length < 3) return [];
  const files = rising(looks);
  const grown = new Set(files.map(({ path }) => path));
  const folders = rising(looks.map((sizes) => folderSizes(sizes, grown)));
  return [...files, ...folders].toSorted((a, b) => b.bytesPerPass - a.bytesPerPass || (a.path < b.path ? -1 : 1));
}

function rising(looks: readonly Sizes[]): { readonly path: string; readonly bytesPerPass: number }[] {
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [...last].flatMap(([path, end]) => {
    const sizes = looks.map((look) => look.get(path));
    const begin = sizes[0];
    if (begin === undefined || !sizes.every((size, at) => at === 0 || (size ?? 0) > (sizes[at - 1] ?? 0))) return [];
    const bytesPerPass = Math.round((end - begin) / (looks.length - 1));
    return bytesPerPass < leastBytes ? [] : [{ path, bytesPerPass }];
  });
}

/** Size of a folder's direct files except growing ones; an empty file takes an inode, and counts as one block. */
function folderSizes(sizes: Sizes, without: ReadonlySet<string>): Sizes {
  const folders = new Map<string, number>();
  for (const [path, bytes] of sizes) {
    if (without.has(path)) continue;
    const folder = path.slice(0, Math.max(1, path.lastIndexOf("/")));
    folders.set(folder, (folders.get(folder) ?? 0) + Math.max(bytes, blockBytes));
  }
  return folders;
}

const blockBytes = 512;

const logLike = /(?:^|\/)logs?(?:\/|$)|\.log$|access|error/iu;

/** With a remedy, and the room in a tmpfs of the profile. */
export function advised(
  growingFiles: readonly { readonly path: string; readonly bytesPerPass: number }[],
  steps: number,
  tmpfs: readonly { readonly path: string; readonly sizeBytes: number }[],
): Growing[] {
  return growingFiles.map(({ path, bytesPerPass }) => {
    const room = tmpfs.find((mount) => path === mount.path || path.startsWith(`${mount.path}/`));
    return {
      path,
      bytesPerPass,
      steps,
      ...(room !== undefined && { roomBytes: room.sizeBytes }),
      instead: logLike.test(path)
        ? `log to standard output (ln -sf /dev/stdout ${path} in the Dockerfile), rotate it, or give it a volume`
        : "a volume, or have the service remove what is old",
    };
  });
}
