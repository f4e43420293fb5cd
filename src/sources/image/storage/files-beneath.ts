import type { FolderHandle } from "../folder-handle.ts";
import { openFolder, openRegular, openRoot, readLink, statChild } from "../folder-handle.ts";

/** Opens files by the names that an archive has for them. */
export interface FilesBeneath extends Disposable {
  /** Descriptor of the regular file. Throws `Error` with the reason. */
  open(name: Buffer): number;
}

/** As many as Linux follows (path_resolution(7)). */
const maxLinks = 40;
/** Each open folder costs a descriptor. */
const maxDepth = 200;

/**
 * Files below `folder`. Names are resolved as for a process whose root that folder is: `..` ends at it, and a symbolic link on
 * the way leads on inside, since the engine unpacked `lib/x` through a link `lib -> usr/lib` of the same layer that way. The
 * name's last part is never followed. Folders stay open as long as they are on the way to the next file: archives are in the order of folders.
 */
export function filesBeneath(folder: string): FilesBeneath {
  const root = openRoot(folder);
  const open: { readonly name: string; readonly handle: FolderHandle }[] = [];
  const here = (): FolderHandle => open.at(-1)?.handle ?? root;
  const closeFrom = (depth: number): void => {
    for (const { handle } of open.splice(depth).toReversed()) handle[Symbol.dispose]();
  };

  return {
    open(name) {
      // Latin-1 keeps every byte, so that names need not be UTF-8.
      const parts = clean(name.toString("latin1").split("/"));
      const last = parts.pop();
      if (last === undefined) throw new Error("its name is that of a folder");
      let kept = 0;
      while (kept < open.length && open[kept]?.name === parts[kept]) kept++;
      closeFrom(kept);
      let left = parts.slice(kept);
      for (let links = 0; left.length > 0;) {
        const part = left.shift() ?? "";
        if (part === "..") {
          closeFrom(Math.max(0, open.length - 1));
          continue;
        }
        const bytes = Buffer.from(part, "latin1");
        if (!statChild(here(), bytes).isSymbolicLink()) {
          if (open.length >= maxDepth) throw new Error(`it lies deeper than ${maxDepth} folders`);
          open.push({ name: part, handle: openFolder(here(), bytes) });
          continue;
        }
        if (++links > maxLinks) throw new Error("links on the way to it never end");
        const target = readLink(here(), bytes).toString("latin1");
        if (target.startsWith("/")) closeFrom(0);
        left = [...target.split("/").filter((piece) => piece !== "" && piece !== "."), ...left];
      }
      return openRegular(here(), Buffer.from(last, "latin1"));
    },
    [Symbol.dispose]() {
      closeFrom(0);
      root[Symbol.dispose]();
    },
  };
}

/** Lexically, as the engine does before it unpacks. Throws `Error` for a name that leads out. */
function clean(parts: readonly string[]): string[] {
  const cleaned: string[] = [];
  for (const part of parts) {
    if (part === "" || part === ".") continue;
    if (part !== "..") cleaned.push(part);
    else if (cleaned.pop() === undefined) throw new Error("its name leads out of the layer");
  }
  return cleaned;
}
