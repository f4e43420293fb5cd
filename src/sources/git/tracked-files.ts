import { dirname, join, resolve } from "node:path";
import { atFolder } from "../files/read-named.ts";
import { readIndex, type GitIndex } from "./read-index.ts";

/** The index of a million files has about 100 MB. */
const maxIndexBytes = 256 * 1024 * 1024;

/**
 * Names of the files that Git tracks in the repository at `folder`, relative to it; undefined if its index is
 * incomplete or missing. Tracked files stay tracked regardless of `.gitignore` (gitignore(5)).
 */
export function trackedFiles(folder: string): GitIndex | undefined {
  const place = atFolder(folder, (confinedFolder) => {
    const index = confinedFolder.read(".git/index", maxIndexBytes);
    if (!("refused" in index)) return { index: index.bytes };
    // In a worktree or submodule: `gitdir: PATH`, gitrepository-layout(5).
    const file = confinedFolder.read(".git", 4096);
    return "refused" in file ? undefined : { link: file.bytes.toString("utf8") };
  });
  if (place === undefined || "refused" in place) return undefined;
  if ("index" in place && place.index !== undefined) return readIndex(place.index);
  const gitdir = /^gitdir: ([^\n]+)/.exec(place.link ?? "")?.[1];
  if (gitdir === undefined) return undefined;
  const elsewhere = join(resolve(folder, gitdir.trim()), "index");
  const index = atFolder(dirname(elsewhere), (beneath) => beneath.read("index", maxIndexBytes));
  return "refused" in index ? undefined : readIndex(index.bytes);
}
