import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Files below a folder that are no links and lie behind none, in order: a recursive `readdir` follows links to folders, and would count a file twice. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() ? [path] : [];
    })
    .toSorted();
}
