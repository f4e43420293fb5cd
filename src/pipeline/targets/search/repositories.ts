import { basename, dirname, join } from "node:path";
import type { GitIndex } from "../../../sources/git/read-index.ts";
import { trackedFiles } from "../../../sources/git/tracked-files.ts";
import { isDockerfileName } from "./names.ts";

/** The Git repositories of the files in a search: the folder's own, and nested ones. Paths are relative to the searched folder. */
export interface Repositories {
  /** Adds a folder with its own `.git`: only its index tracks the files in it. */
  add(folder: string): void;
  /** Whether Git tracks a file; undefined without a readable index. */
  readonly isTracked: (path: string) => boolean | undefined;
  /** Dockerfiles that Git tracks in a folder. */
  dockerfilesIn(folder: string): readonly string[];
  /** All files that Git tracks in a folder. */
  trackedIn(folder: string): readonly string[];
  /** Index of a repository (`""`: the folder's own) with paths relative to it; undefined without a readable one. */
  indexOf(repository: string): GitIndex | undefined;
}

interface Repository {
  readonly index: () => GitIndex | undefined;
  readonly dockerfiles: () => readonly string[];
  readonly inside: (path: string) => string;
  readonly outside: (name: string) => string;
}

/** `top` is absolute, and `inside` returns a path relative to it. */
export function repositories(top: string, inside: (path: string) => string): Repositories {
  const above = inside("");
  const outermost = repository(top, inside, (name) => (above === "" ? name : name.slice(above.length + 1)));
  const nested = new Map<string, Repository>();

  function of(path: string): Repository {
    if (nested.size > 0)
      for (let at = dirname(path); at !== "."; at = dirname(at)) {
        const innermost = nested.get(at);
        if (innermost !== undefined) return innermost;
      }
    return outermost;
  }

  return {
    add: (folder) =>
      void nested.set(
        folder,
        repository(
          join(top, inside(folder)),
          (path) => path.slice(folder.length + 1),
          (name) => `${folder}/${name}`,
        ),
      ),
    isTracked(path) {
      const repo = of(path);
      return repo.index()?.names.has(repo.inside(path));
    },
    dockerfilesIn(folder) {
      const repo = of(folder);
      const start = `${repo.inside(folder)}/`;
      return repo
        .dockerfiles()
        .filter((name) => name.startsWith(start))
        .map(repo.outside);
    },
    trackedIn(folder) {
      const repo = of(folder);
      const start = `${repo.inside(folder)}/`;
      return [...(repo.index()?.names ?? [])].filter((name) => name.startsWith(start)).map(repo.outside);
    },
    indexOf: (folder) => (folder === "" ? outermost : nested.get(folder))?.index(),
  };
}

/** Read on first use. */
function repository(folder: string, inside: Repository["inside"], outside: Repository["outside"]): Repository {
  let read: { readonly index: GitIndex | undefined } | undefined;
  let dockerfiles: readonly string[] | undefined;
  const index = () => (read ??= { index: trackedFiles(folder) }).index;
  return {
    index,
    inside,
    outside,
    dockerfiles: () => (dockerfiles ??= [...(index()?.names ?? [])].filter((name) => isDockerfileName(basename(name)))),
  };
}
