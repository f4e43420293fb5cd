/** A path without empty parts, `.` and parts undone by `..`, as Go's `path.Clean` has it. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!rooted) parts.push("..");
  }
  const joined = parts.join("/");
  return rooted ? `/${joined}` : joined === "" ? "." : joined;
}

/** The folder of a path. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : cleanPath(path.slice(0, slash + 1));
}

/** `path` as seen from `folder`. */
export function joinPath(folder: string, path: string): string {
  return path.startsWith("/") ? path : cleanPath(`${folder}/${path}`);
}
