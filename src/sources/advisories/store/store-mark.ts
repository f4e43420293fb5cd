import { statSync } from "node:fs";
import { join } from "node:path";
import { manifestName } from "./manifest.ts";

/** Changes with each write of a store; a constant for a folder without one. */
export function readStoreMark(folder: string): string {
  const info = statSync(join(folder, manifestName), { throwIfNoEntry: false });
  return info === undefined ? "none" : `${info.ino} ${info.size} ${info.mtimeMs}`;
}
