import type { FileDifference } from "../engine/bake.ts";

/** Whether a fix says that it changes this: `/path` with all below, `removed: /path` where files may only go, `config: Key` with what it holds. */
export function isDeclared([path, change]: FileDifference, delta: readonly string[]): boolean {
  return delta.some((entry) => {
    const removed = /^removed: (.*)$/.exec(entry)?.[1];
    if (removed !== undefined) return change === "removed" && isAt(path, removed);
    return entry.startsWith("config: ") ? path === entry || path.startsWith(`${entry}.`) : isAt(path, entry);
  });
}

const isAt = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
