import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { walkFolder } from "./folder-walk.ts";

/** For a folder with more entries, and for an unreadable one, each call returns another state. */
const mostEntries = 5_000;

/** Names, sizes and change times of a file, or of a folder's content: equal states mean that nothing was written. */
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
