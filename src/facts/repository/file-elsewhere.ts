import { fileName, lineOf, resolvedPath, type RepositoryFile } from "./repository-texts.ts";

/** Where a Compose file takes services from a file that is not in the repository, such as `include: oci://...` or `extends: { file: ../../x.yaml }`. */
export function fileElsewhere(file: RepositoryFile): string | undefined {
  const { path, text } = file;
  const isCompose = /\.ya?ml$/i.test(path) && (/compose/i.test(fileName(path)) || /^services:/m.test(text));
  if (!isCompose || !/\b(?:include|extends)\b/.test(text)) return undefined;
  for (const { index, 1: url, 2: includedPath } of text.matchAll(sources)) {
    const isElsewhere =
      url !== undefined || (includedPath !== undefined && /^(?:\/|~|\.\.)/.test(resolvedFrom(path, includedPath)));
    if (isElsewhere) return `${lineOf(file, index)} includes a file that is not in the repository`;
  }
  return undefined;
}

/** An item of `include`, its `path`, and the `file` of `extends`. */
const sources =
  /(?:^[ \t]*-|\bpath:|\bfile:)[ \t]{1,8}(?:-[ \t]{1,8})?["']?(?:((?:https?|oci|ssh|git):\/\/|git@)|([^\s"'#,}]{1,400}\.ya?ml))/gm;

function resolvedFrom(path: string, includedPath: string): string {
  return /^[/~]/.test(includedPath) ? includedPath : resolvedPath(path, includedPath);
}
