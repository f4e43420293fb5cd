/** A text of a repository, by its path from the top, with `/` between folders. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** A link that leads to another file of the repository, which has that name as well. */
export interface RepositoryLink {
  readonly path: string;
  readonly target: string;
}

/** `compose.yaml` line 7 */
export function lineOf({ path, text }: RepositoryFile, offset: number): string {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return `\`${path}\` line ${line}`;
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Resolves a path in the file `from`, relative to the repository root; it begins with `..` outside of it. */
export function resolvedPath(from: string, path: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of path.replaceAll("\\", "/").split("/")) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
