/** Folder of an absolute path, with its final slash. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Where `relative` leads from `folder`: an absolute path that never leaves the root. A final slash stays. */
export function resolvePath(folder: string, relative: string): string {
  const parts: string[] = [];
  for (const part of (relative.startsWith("/") ? relative : `${folder}/${relative}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const path = `/${parts.join("/")}`;
  return relative.endsWith("/") && parts.length > 0 ? `${path}/` : path;
}

// Installed packages keep files of their authors: the lock file of a gem's own tests says nothing about the image.
const installed = /\/(?:node_modules|site-packages|dist-packages|gems|vendor|\.cargo\/registry|\.pub-cache|pkg\/mod)\//;

/** Whether a lock file is one of a project, and not part of what a manager installed. */
export function isOfProject(path: string): boolean {
  return !installed.test(path);
}

/** Lock files of large monorepos pass 30 MB. */
export const lockBytes = 64 * 1024 * 1024;
