import { lstatSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { openBeneath } from "./beneath.ts";
import { refusedBySystem, type Refused } from "./refused.ts";

/** A folder that links must not leave, and a path inside it. */
export interface ConfinedPath {
  readonly folder: string;
  readonly path: string;
}

/**
 * The folder from which a user's path is looked up. The folder part is the user's choice, but links from the current
 * folder to it must not leave the current folder; the file itself may be a link of the repository, and must lead to a
 * file of the same repository: below the nearest parent with a `.git` and the same owner, or else below its own
 * folder. The current folder proves nothing, since `/` contains everything.
 */
export function resolveConfinedPath(path: string, cwd: string): ConfinedPath | Refused {
  const full = resolve(cwd, path);
  const way = relative(cwd, full);
  if (way === "") return { folder: cwd, path: "" };
  const parentFolder = dirname(full);
  const folder = isBeneath(way) ? foundFolder(dirname(way), cwd) : parentFolder;
  if (typeof folder !== "string") return folder;
  const root = repositoryOf(folder);
  return { folder: root, path: join(relative(root, folder), basename(full)) };
}

/** A relative path that stays inside. */
export function isBeneath(way: string): boolean {
  return way !== ".." && !/^\.\.[/\\]/.test(way) && !isAbsolute(way);
}

function foundFolder(way: string, cwd: string): string | Refused {
  if (way === ".") return cwd;
  try {
    using confinedFolder = openBeneath(cwd, "folder");
    const lookup = confinedFolder.find(way);
    return "refused" in lookup ? lookup : join(cwd, lookup.path);
  } catch (error) {
    return refusedBySystem(error);
  }
}

/** The nearest folder with a `.git`, from this one up, with the same owner; else this one. */
export function repositoryOf(folder: string): string {
  const owner = ownerOf(folder);
  for (let at = folder; ownerOf(at) === owner; at = dirname(at)) {
    if (lstatSync(join(at, ".git"), { throwIfNoEntry: false }) !== undefined) return at;
    if (dirname(at) === at) break;
  }
  return folder;
}

function ownerOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.uid;
}
