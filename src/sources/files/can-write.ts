import { accessSync, constants, lstatSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { writeFailure } from "../../domain/write-failure.ts";
import type { OutputPath } from "./write-whole.ts";

/** Minimum free space of a disk; no report is shorter. */
const leastBytes = 4_096;

/**
 * Rejects an output path that cannot be written, before the minutes of work that produce it. Changes nothing, and
 * guarantees nothing: a disk can fill up meanwhile. `makesFolders`: missing folders will be created. Throws `Failure`
 * `cannot-write`.
 */
export function refuseUnwritable({ path, shown }: OutputPath, makesFolders = false): void {
  if (/^\/(?:dev|proc)\//.test(path)) return;
  try {
    const kind = kindOf(path);
    if (kind === "other") return;
    if (kind === "folder" && !makesFolders) throw coded("EISDIR");
    let folder = makesFolders ? path : dirname(path);
    while (makesFolders && kindOf(folder) === "nothing" && dirname(folder) !== folder) folder = dirname(folder);
    if (kindOf(folder) === "file") throw coded("ENOTDIR");
    // A file in a folder without write permission is written in place.
    if (kind === "file" && !takes(folder) && takes(path)) return;
    accessSync(folder, constants.W_OK);
    const { bavail, bsize, files, ffree } = statfsSync(folder);
    if (bavail * bsize < leastBytes || (files > 0 && ffree === 0)) throw coded("ENOSPC");
  } catch (error) {
    throw writeFailure(shown, error);
  }
}

function kindOf(path: string): "nothing" | "file" | "folder" | "other" {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isSymbolicLink()) return "nothing";
  return stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other";
}

function takes(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
