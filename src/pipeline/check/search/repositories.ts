import { basename, dirname, join } from "node:path";
import type { GitIndex } from "../../../sources/git/read-index.ts";
import { trackedFiles } from "../../../sources/git/tracked-files.ts";
import { isDockerfileName } from "./names.ts";

/** The repositories of Git that the files of a search belong to: that of the folder, and those in folders of it. Paths are from the folder that is searched. */
export interface Repositories {
  /** A folder with a `.git` of its own: what is in it is tracked by its index, and no other. */
  add(folder: string): void;
  /** Whether Git tracks it; undefined where no index can say. */
  readonly isTracked: (path: string) => boolean | undefined;
  /** Dockerfiles that Git tracks in a folder. */
  dockerfilesIn(folder: string): readonly string[];
  /** All files that Git tracks in a folder. */
  trackedIn(folder: string): readonly string[];
  /** Of a repository (`""`: that of the folder), by paths in it; undefined where no index can say. */
  indexOf(repository: string): GitIndex | undefined;
}

interface Repository {
  readonly index: () => GitIndex | undefined;
  readonly dockerfiles: () => readonly string[];
  readonly inside: (path: string) => string;
  readonly outside: (name: string) => string;
}

/** `top` is absolute, and `inside` gives a path from there. */
export function repositories(top: string, inside: (path: string) => string): Repositories {
  const above = inside("");
  const own = repository(top, inside, (name) => (above === "" ? name : name.slice(above.length + 1)));
  const nested = new Map<string, Repository>();

  function of(path: string): Repository {
    if (nested.size > 0)
      for (let at = dirname(path); at !== "."; at = dirname(at)) {
        const found = nested.get(at);
        if (found !== undefined) return found;
      }
    return own;
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
    indexOf: (folder) => (folder === "" ? own : nested.get(folder))?.index(),
  };
}

/** Read at the first question. */
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
