import { randomBytes } from "node:crypto";
import { chmod, chown, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { insist, type Permit } from "../../../consent/decide.ts";
import { folderItem } from "../../../consent/folder-item.ts";
import type { ResolvedPath } from "../../../domain/workload/host-access.ts";
import { limits } from "../../files/limits.ts";
import { atFolder } from "../../files/read-named.ts";
import { refusalFailure } from "../../files/refused.ts";
import type { EngineSession } from "../types.ts";

export interface OwnFile extends AsyncDisposable {
  /** Absolute, in the folder of the run: a container's writes do not reach the original. */
  readonly path: string;
}

/**
 * A copy of one local file, with its mode and, for root, its owner, for a container that may write to it: a volume
 * cannot be mounted at the path of a file. Throws `unreadable`, and `not-allowed` if `permit` does not cover the file
 * in its current state.
 */
export async function ownFile(
  session: EngineSession,
  from: string,
  located: ResolvedPath,
  permit: Permit,
): Promise<OwnFile> {
  insist(permit, [folderItem({ from, at: "a copy", located, use: "read" })]);
  const { path: real } = located;
  const read = atFolder(dirname(real), (confinedFolder) => {
    const entry = confinedFolder.find(basename(real));
    if ("refused" in entry) return entry;
    const bytes = confinedFolder.read(basename(real), limits.mounted);
    return "refused" in bytes ? bytes : { ...bytes, stats: entry.stats };
  });
  const hint = "A container that only reads it can have the file itself: mount it with :ro.";
  if ("refused" in read) throw refusalFailure(from, read, hint);
  const { mode, uid, gid } = read.stats;
  const path = join(session.folder, `file-${randomBytes(6).toString("hex")}`);
  await writeFile(path, read.bytes, { mode: 0o600, flag: "wx" });
  // Only root can change owners.
  await chown(path, uid, gid).catch(() => {});
  await chmod(path, mode & 0o777);
  return { path, [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}
