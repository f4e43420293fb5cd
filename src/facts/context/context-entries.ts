import type { ContextFile } from "../../domain/dockerfile/context-folder.ts";
import { oncePer } from "../../text/once-per.ts";

// Thousands of Dockerfiles may share one folder, and with it the same list of files: each is read once a folder.

/** First parts of all paths: files of the folder itself and folders in it. */
export const topEntries = oncePer(
  (files: readonly ContextFile[]): ReadonlySet<string> =>
    new Set(files.map(({ path }) => path.slice(0, (path.indexOf("/") + 1 || path.length + 1) - 1))),
);

/** Files in the folder itself. */
export const topFiles = oncePer(
  (files: readonly ContextFile[]): ReadonlySet<string> =>
    new Set(files.map(({ path }) => path).filter((path) => !path.includes("/"))),
);

/** All folders that hold a file at any depth. */
export const folderPaths = oncePer((files: readonly ContextFile[]): ReadonlySet<string> => {
  const folders = new Set<string>();
  for (const { path } of files) {
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
});
