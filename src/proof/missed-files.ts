/**
 * Files without which a container does the same: caches, which are made again when they are missed (what Python compiles, and the places that the Filesystem
 * Hierarchy Standard 3.0, 5.5, and the XDG Base Directory Specification keep for them), and files with the number of a process.
 */
export function isDispensable(path: string): boolean {
  return /\/__pycache__\/|\.py[co]$|^\/var\/cache\/|\/\.cache\/|\.pid$/u.test(path);
}

/**
 * Of `expected`, what is not among `written`. A log may be missing where another file of its folder was written: it could be, and had nothing to say (an
 * error log after a start in which nothing went wrong).
 */
export function missedFiles(expected: readonly string[], written: readonly string[]): string[] {
  const there = new Set(written);
  const folders = new Set(written.map(folderOf));
  return expected.filter((path) => !there.has(path) && !(isLog(path) && folders.has(folderOf(path))));
}

function isLog(path: string): boolean {
  return path.startsWith("/var/log/") || /\.log(?:$|[.-])/u.test(path.slice(path.lastIndexOf("/")));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
