import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Container } from "../../../sources/engine/types.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { lineShape } from "../../judge/shape.ts";
import { maxFiles, tooManyFiles, type PermissionRecord } from "./permission-record.ts";

/** Maximum number of paths in a volume to compare individually. */
const pathsRead = 5000;

export interface KeptFiles {
  /** Sorted paths in the container, with numbers and ids masked. */
  readonly paths: readonly string[];
  /** Of nonempty files: path -> time and size. */
  readonly states: ReadonlyMap<string, string>;
}

/**
 * Files in the container's volumes. Undefined if this machine cannot read them, if there are none, and if there is too
 * much. `record` also collects their access rights.
 */
export async function keptFiles(
  container: Pick<Container, "mounts">,
  record?: PermissionRecord,
): Promise<KeptFiles | undefined> {
  const mounts = await container.mounts();
  const fileShapes = new Set<string>();
  const states = new Map<string, string>();
  const maxPaths = record === undefined ? pathsRead : maxFiles;
  let isComplete = mounts.some(({ volume }) => volume);
  try {
    for (const { source, path, volume } of mounts) {
      if (!volume) {
        // A local directory is not owned by the container; a file may be a copy for it.
        const stats = lstatSync(source, { throwIfNoEntry: false });
        if (stats?.isFile() === true) record?.add(path, stats);
        continue;
      }
      record?.add(path, lstatSync(source));
      record?.enter(source, path);
      // Links are listed but not followed, since they may lead out of the container.
      let paths = 0;
      for (const { folder, name, stats } of walkFolder(source)) {
        if (++paths > pathsRead) isComplete = false;
        if (paths > maxPaths) {
          record?.skip(tooManyFiles);
          break;
        }
        const file = join(path, folder, name.toString());
        if (stats !== undefined) record?.add(file, stats);
        if (!isComplete) continue;
        fileShapes.add(lineShape(file));
        if (stats !== undefined && !stats.isDirectory() && stats.size > 0)
          states.set(file, `${stats.mtimeMs} ${stats.size}`);
      }
    }
  } catch {
    record?.skip("a volume cannot be read from here");
    return undefined;
  }
  return isComplete ? { paths: [...fileShapes].toSorted(), states } : undefined;
}

/** Files of `after` that differ from `before`: empty files and folders have no content. */
export function storedPaths(
  before: KeptFiles | undefined,
  after: KeptFiles | undefined,
): readonly string[] | undefined {
  if (before === undefined || after === undefined) return undefined;
  const changed = [...after.states].filter(([path, state]) => before.states.get(path) !== state);
  return [...new Set(changed.map(([path]) => lineShape(path)))].toSorted();
}
