/** A text of a repository, by its path from the top, with `/` between folders. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** What a repository holds beside one Dockerfile, as its source read it. */
export interface RepositoryTexts {
  /** In the order of their paths. */
  readonly files: readonly RepositoryFile[];
  /** Links that lead to another file of the repository, which has that name as well. */
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** Why not all texts are here, as a part of a sentence; then nothing is certain. */
  readonly unread?: string;
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
