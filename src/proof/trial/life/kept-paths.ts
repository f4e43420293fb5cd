import { join } from "node:path";
import type { Container } from "../../../sources/engine/types.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { lineShape } from "../../judge/shape.ts";

/** A volume with more than this is not compared path by path. */
const pathsRead = 5000;

export interface KeptFiles {
  /** Paths as the container names them, numbers and ids masked, sorted. */
  readonly paths: readonly string[];
  /** Of what holds something: path -> time and size. */
  readonly states: ReadonlyMap<string, string>;
}

/** What is in the container's volumes. Undefined where this machine cannot read them, where there are none, and where there is too much. */
export async function keptFiles(container: Container): Promise<KeptFiles | undefined> {
  const volumes = (await container.mounts()).filter(({ volume }) => volume);
  if (volumes.length === 0) return undefined;
  const found = new Set<string>();
  const states = new Map<string, string>();
  for (const { source, path } of volumes) {
    // Links are listed and not followed: they lead out of the container.
    try {
      let paths = 0;
      for (const { folder, name, stats } of walkFolder(source)) {
        if (++paths > pathsRead) return undefined;
        const file = join(path, folder, name.toString());
        found.add(lineShape(file));
        if (stats !== undefined && !stats.isDirectory() && stats.size > 0)
          states.set(file, `${stats.mtimeMs} ${stats.size}`);
      }
    } catch {
      return undefined;
    }
  }
  return { paths: [...found].toSorted(), states };
}

/** Of `after`, what is not the same in `before`: an empty file and a folder hold nothing. */
export function storedPaths(
  before: KeptFiles | undefined,
  after: KeptFiles | undefined,
): readonly string[] | undefined {
  if (before === undefined || after === undefined) return undefined;
  const changed = [...after.states].filter(([path, state]) => before.states.get(path) !== state);
  return [...new Set(changed.map(([path]) => lineShape(path)))].toSorted();
}
