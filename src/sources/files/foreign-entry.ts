import { statfsSync, statSync } from "node:fs";
import { childPath, viaProc, type Entry, type FolderHandle } from "./folder-handle.ts";
import { refused, type Refused } from "./refused.ts";

/**
 * f_type values (statfs(2)) of file systems with ordinary files, which containers use: ext4, xfs, btrfs, tmpfs,
 * overlay, zfs, f2fs. The kernel's own (proc, sysfs, tracefs) have regular files that block or act when read.
 */
const ordinary = new Set([0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994, 0x794c_7630, 0x2fc1_2fc1, 0xf2f5_2010]);

/** A file of another file system than its root's, inside a container: readable only on a file system with ordinary files. */
export function foreignSystem(
  entry: Entry,
  rootDevice: number,
  parent: FolderHandle,
  name: Buffer,
): Refused | undefined {
  if (!viaProc || entry.kind === "link" || entry.stats.dev === rootDevice) return undefined;
  const { type } = statfsSync(entry.kind === "folder" ? entry.handle.path : childPath(parent, name));
  if (ordinary.has(type)) return undefined;
  return refused("foreign", "it lies on another file system, which need not hold ordinary files");
}

/**
 * A user who can write to a folder can add a second name for another user's file there (link(2)), to have it read by
 * those who may read the original. So several names are accepted only if file and folder have one owner, and no one
 * else can add names.
 */
export function foreignOwner({ kind, stats }: Entry, parent: FolderHandle): Refused | undefined {
  if (kind !== "file" || stats.nlink < 2 || process.platform === "win32") return undefined;
  const folder = statSync(parent.path);
  if (folder.uid === stats.uid && (folder.mode & 0o002) === 0) return undefined;
  return refused("foreign", "it has several names (hard links), and others could have given it this one");
}
