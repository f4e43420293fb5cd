import type { ConfinedFolder } from "../../../sources/files/beneath.ts";
import { limits } from "../../../sources/files/limits.ts";
import type { GitIndex } from "../../../sources/git/read-index.ts";
import type { NotRead } from "./search-result.ts";

/** Submodules of the repositories in a search, by paths relative to the searched folder. */
export interface Submodules {
  /** Adds a repository, `""` for the folder's own; its index may list the current entries of `.gitmodules`. */
  add(repository: string, index: () => GitIndex | undefined): void;
  /** Notes the number of entries in a folder. */
  entered(path: string, entries: number): void;
  /** Submodules that are not checked out. */
  absent(): readonly NotRead[];
}

/** Limit; each submodule is looked up. */
const maxSubmodules = 1_000;

const reason =
  "it is a submodule that is not checked out, so what is in it is not known; `git submodule update --init` brings it";

/** `inside` returns a path relative to the opened folder. */
export function openSubmodules(rootFolder: ConfinedFolder, inside: (path: string) => string): Submodules {
  const pending = new Set<string>();
  const empty = new Set<string>();
  return {
    add(repository, index) {
      const folder = repository === "" ? "" : inside(repository);
      const paths = submodulePaths(rootFolder, folder);
      const indexed = paths.length === 0 ? undefined : index()?.submodules;
      const start = inside("") === "" ? "" : `${inside("")}/`;
      for (const path of paths.slice(0, maxSubmodules)) {
        const whole = folder === "" ? path : `${folder}/${path}`;
        if ((indexed === undefined || indexed.has(path)) && whole.startsWith(start))
          pending.add(whole.slice(start.length));
      }
    },
    entered(path, entries) {
      if (entries === 0) empty.add(path);
      else pending.delete(path);
    },
    absent: () => [...pending].filter(isAbsent).map((path) => ({ path, reason })),
  };

  /** A folder that was not entered is inside one that the search skipped or could not read. */
  function isAbsent(path: string): boolean {
    if (empty.has(path)) return true;
    const reached = rootFolder.find(inside(path));
    return "refused" in reached && reached.refused === "missing";
  }
}

/** Paths in a `.gitmodules` (gitmodules(5)). */
function submodulePaths(root: ConfinedFolder, folder: string): string[] {
  const read = root.read(folder === "" ? ".gitmodules" : `${folder}/.gitmodules`, limits.ignores);
  if ("refused" in read) return [];
  return read.bytes
    .toString("utf8")
    .split("\n")
    .flatMap((line) => {
      const [name = "", ...value] = line.split("=");
      const path = value
        .join("=")
        .trim()
        .replace(/^"(.*)"$/s, "$1")
        .replace(/\/$/, "");
      if (name.trim() !== "path" || path === "" || path.startsWith("/") || path.split("/").includes("..")) return [];
      return [path];
    });
}
