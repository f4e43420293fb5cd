import { join } from "node:path";
import type { Container } from "../../../sources/engine/types.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { lineShape } from "../../judge/shape.ts";

/** A volume with more than this is not compared path by path. */
const pathsRead = 5000;

/**
 * Paths in the container's volumes as the container names them, numbers and ids masked, sorted. Undefined where this machine
 * cannot read them, where there are none, and where there are too many.
 */
export async function keptPaths(container: Container): Promise<readonly string[] | undefined> {
  const volumes = (await container.mounts()).filter(({ volume }) => volume);
  if (volumes.length === 0) return undefined;
  const found = new Set<string>();
  for (const { source, path } of volumes) {
    // Links are listed and not followed: they lead out of the container.
    try {
      let paths = 0;
      for (const { folder, name } of walkFolder(source)) {
        if (++paths > pathsRead) return undefined;
        found.add(lineShape(join(path, folder, name.toString())));
      }
    } catch {
      return undefined;
    }
  }
  return [...found].toSorted();
}
