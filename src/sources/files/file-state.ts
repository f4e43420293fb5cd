import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { walkFolder } from "./folder-walk.ts";

/** Of a folder with more, and of what can't be read, each call gives another state. */
const mostEntries = 5_000;

/** Names, sizes and times of change of a file, or of all that is in a folder: equal ones say that nothing was written there. */
export function fileState(path: string): unknown {
  try {
    const stats = statSync(path);
    if (!stats.isDirectory()) return [stats.ino, stats.size, stats.ctimeMs];
    const entries: unknown[] = [];
    for (const { folder, name, stats: entryStats } of walkFolder(path)) {
      if (entries.push([folder, name.toString(), entryStats?.size, entryStats?.ctimeMs]) > mostEntries)
        return randomUUID();
    }
    return entries;
  } catch {
    return randomUUID();
  }
}
