/**
 * Files without which a container does the same: caches, which are made again when they are missed (what Python compiles, and the places that the Filesystem
 * Hierarchy Standard 3.0, 5.5, and the XDG Base Directory Specification keep for them), and files with the number of a process.
 */
export function isDispensable(path: string): boolean {
  return /\/__pycache__\/|\.py[co]$|^\/var\/cache\/|\/\.cache\/|\.pid$/u.test(path);
}
