import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Container } from "../../../sources/engine/types.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { lineShape } from "../../judge/shape.ts";
import { maxFiles, tooManyFiles, type PermissionRecord } from "./permission-record.ts";

/** A volume with more than this is not compared path by path. */
const pathsRead = 5000;

/**
 * Paths in the container's volumes as the container names them, numbers and ids masked, sorted. Undefined where this machine
 * cannot read them, where there are none, and where there are too many. `record` learns on the way who may do what with what is there.
 */
export async function keptPaths(
  container: Pick<Container, "mounts">,
  record?: PermissionRecord,
): Promise<readonly string[] | undefined> {
  const mounts = await container.mounts();
  const found = new Set<string>();
  const most = record === undefined ? pathsRead : maxFiles;
  let isComplete = mounts.some(({ volume }) => volume);
  try {
    for (const { source, path, volume } of mounts) {
      if (!volume) {
        // A folder of this machine is not the container's own; a file may be a copy that was made for it.
        const stats = lstatSync(source, { throwIfNoEntry: false });
        if (stats?.isFile() === true) record?.add(path, stats);
        continue;
      }
      record?.add(path, lstatSync(source));
      record?.enter(source, path);
      // Links are listed and not followed: they lead out of the container.
      let paths = 0;
      for (const { folder, name, stats } of walkFolder(source)) {
        if (++paths > pathsRead) isComplete = false;
        if (paths > most) {
          record?.skip(tooManyFiles);
          break;
        }
        const at = join(path, folder, name.toString());
        if (stats !== undefined) record?.add(at, stats);
        if (isComplete) found.add(lineShape(at));
      }
    }
  } catch {
    record?.skip("a volume cannot be read from here");
    return undefined;
  }
  return isComplete ? [...found].toSorted() : undefined;
}
