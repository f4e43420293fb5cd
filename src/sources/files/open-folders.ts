import { openFolder, openRoot } from "./folder-handle.ts";
import type { FolderHandle } from "./folder-handle.ts";

/** Open folders below a root, kept for the next path: a key is a path without links, `` for the root itself, parts as Latin-1. */
export interface OpenFolders extends Disposable {
  readonly root: FolderHandle;
  has(key: string): boolean;
  /** Opens missing folders, never through a link. Throws the error of `open`. */
  at(key: string): FolderHandle;
  /** Takes over a folder that was opened on the way. */
  keep(key: string, handle: FolderHandle): void;
  /** Closes the least recently used folders. Earlier handles become invalid. */
  trim(): void;
}

const maxOpenFolders = 64;

/** Throws the error of `open` for the folder, whose own path may contain links: it is ours. */
export function openFolders(folder: string): OpenFolders {
  const root = openRoot(folder);
  const open = new Map<string, FolderHandle>();
  const close = (maxOpen: number): void => {
    for (const [key, handle] of open) {
      if (open.size <= maxOpen) return;
      handle[Symbol.dispose]();
      open.delete(key);
    }
  };
  const at = (key: string): FolderHandle => {
    if (key === "") return root;
    const openHandle = open.get(key);
    const handle = openHandle ?? openFolder(at(above(key)), Buffer.from(lastPart(key), "latin1"));
    // A Map iterates in insertion order, so reinsertion marks the last use.
    if (openHandle !== undefined) open.delete(key);
    open.set(key, handle);
    return handle;
  };
  return {
    root,
    at,
    has: (key) => open.has(key),
    keep: (key, handle) => void open.set(key, handle),
    trim: () => close(maxOpenFolders),
    [Symbol.dispose]() {
      close(0);
      root[Symbol.dispose]();
    },
  };
}

/** The parent, `` for entries of the root. */
export function above(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf("/")));
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}
