import { closeSync, constants } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { openBeneath, type ConfinedFolder, type FileBytes } from "./beneath.ts";
import { openNamed, viaProc } from "./folder-handle.ts";
import { resolveConfinedPath, type ConfinedPath } from "./confined-path.ts";
import { refused, refusedBySystem, type Refused } from "./refused.ts";

/** Runs a lookup below the folder of a user's path. */
export function atNamed<T>(path: string, cwd: string, ask: (beneath: ConfinedFolder, path: string) => T): T | Refused {
  let place: ConfinedPath | Refused;
  try {
    place = resolveConfinedPath(path, cwd);
  } catch (error) {
    return refusedBySystem(error);
  }
  const within = place;
  return "refused" in within ? within : atFolder(within.folder, (beneath) => ask(beneath, within.path));
}

/** Runs a lookup below our own folder. */
export function atFolder<T>(folder: string, ask: (beneath: ConfinedFolder) => T): T | Refused {
  let lent: Lent;
  try {
    lent = lend(folder);
  } catch (error) {
    return refusedBySystem(error);
  }
  try {
    return ask(lent.beneath);
  } finally {
    lent.giveBack();
  }
}

interface Lent {
  readonly beneath: ConfinedFolder;
  giveBack(): void;
}

/** The last folder, with the opened folders on the way to its files: a call may read thousands of files below one folder. */
let last: { readonly folder: string; readonly beneath: ConfinedFolder; inUse: boolean } | undefined;

/** Kept open until the end of this event loop turn, in which no concurrent changes are expected. */
function lend(folder: string): Lent {
  if (last?.inUse === true) {
    const confinedFolder = openBeneath(folder, "folder");
    return { beneath: confinedFolder, giveBack: () => confinedFolder[Symbol.dispose]() };
  }
  if (last?.folder !== folder) {
    forget();
    last = { folder, beneath: openBeneath(folder, "folder"), inUse: false };
    setImmediate(forget);
  }
  const lent = last;
  lent.inUse = true;
  return { beneath: lent.beneath, giveBack: () => void (lent.inUse = false) };
}

function forget(): void {
  last?.beneath[Symbol.dispose]();
  last = undefined;
}

/** The bytes of a file that the user named; a link must lead to a file of the same repository (see `placeOf`). */
export function readNamed(path: string, cwd: string, limit: number): FileBytes | Refused {
  return atNamed(path, cwd, (beneath, name) => beneath.read(name, limit));
}

/** The bytes of a file found in the folder `within`; both paths are relative to `cwd`. */
export function readBeneath(within: string, path: string, cwd: string, limit: number): FileBytes | Refused {
  const folder = resolve(cwd, within);
  return atFolder(folder, (beneath) => beneath.read(relative(folder, resolve(cwd, path)), limit));
}

/**
 * A file whose content is not shown as text, such as an archive: links may lead anywhere, but only a regular file is
 * opened. The caller closes the handle.
 */
export async function openNamedFile(path: string): Promise<FileHandle | Refused> {
  let entry;
  try {
    entry = openNamed(path);
  } catch (error) {
    return refusedBySystem(error);
  }
  if (entry.kind === "folder") {
    entry.handle[Symbol.dispose]();
    return refused("folder", "it is a folder");
  }
  if (entry.kind !== "file") {
    return refused("special", entry.kind === "link" ? "it is a link" : `it is ${entry.what}, which is never opened`);
  }
  try {
    const fd = entry.file.open();
    try {
      // A FileHandle cannot be created from a descriptor; the path through the descriptor leads to the same file.
      return await open(viaProc ? `/proc/self/fd/${fd}` : path, constants.O_RDONLY | constants.O_NONBLOCK);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return refusedBySystem(error);
  } finally {
    entry.file[Symbol.dispose]();
  }
}
