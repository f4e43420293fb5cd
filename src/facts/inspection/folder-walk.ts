import { treeOrder } from "./paths.ts";

export interface OpenFolder<T> {
  /** `/` or without a final slash. */
  readonly path: string;
  readonly depth: number;
  readonly value: T;
}

/** Walks down and up a file system along its paths, with room only for the folders above the current path. */
export interface FolderWalk<T> {
  /** The folder that holds `path`. Paths must come in tree order; throws when they do not. */
  folderOf(path: string): OpenFolder<T>;
  /** Closes all open folders and returns the root. */
  end(): OpenFolder<T>;
}

/** `start` makes a folder's value when its first path comes, `close` sees it, and the folder around it, after its last. */
export function folderWalk<T>(
  start: (path: string, depth: number) => T,
  close: (folder: OpenFolder<T>, parent: OpenFolder<T>) => void,
): FolderWalk<T> {
  const root: OpenFolder<T> = { path: "/", depth: 0, value: start("/", 0) };
  const open: OpenFolder<T>[] = [];
  let last = "";
  const closeTo = (keep: (folder: OpenFolder<T>) => boolean) => {
    for (let top = open.at(-1); top !== undefined && !keep(top); top = open.at(-1)) {
      open.pop();
      close(top, open.at(-1) ?? root);
    }
  };
  return {
    folderOf(path) {
      if (treeOrder(last, path) > 0) throw new Error(`${path} came after ${last}: no walk meets them in this order`);
      last = path;
      closeTo((folder) => path.startsWith(folder.path) && path[folder.path.length] === "/");
      let inner = open.at(-1) ?? root;
      let slash = path.indexOf("/", inner === root ? 1 : inner.path.length + 1);
      while (slash !== -1) {
        const folder = path.slice(0, slash);
        inner = { path: folder, depth: inner.depth + 1, value: start(folder, inner.depth + 1) };
        open.push(inner);
        slash = path.indexOf("/", slash + 1);
      }
      return inner;
    },
    end() {
      closeTo(() => false);
      return root;
    },
  };
}

/** A folder is not informative where one subfolder holds nearly all of its weight. */
export function standsForItself(weight: number, heaviestFolder: number): boolean {
  return weight > 0 && heaviestFolder < 0.9 * weight;
}
