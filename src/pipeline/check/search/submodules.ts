import type { ConfinedFolder } from "../../../sources/files/beneath.ts";
import { limits } from "../../../sources/files/limits.ts";
import type { GitIndex } from "../../../sources/git/read-index.ts";
import type { NotRead } from "./searched.ts";

/** Submodules of the repositories of a search, by paths from the folder that is searched. */
export interface Submodules {
  /** A repository, `""` that of the folder; its index may know which entries of `.gitmodules` it still has. */
  add(repository: string, index: () => GitIndex | undefined): void;
  /** A folder with so many entries. */
  entered(path: string, entries: number): void;
  /** Those of which nothing is here. */
  absent(): readonly NotRead[];
}

/** More than any repository has; each is looked up. */
const most = 1_000;

const reason =
  "it is a submodule that is not checked out, so what is in it is not known; `git submodule update --init` brings it";

/** `inside` gives a path from the folder that `beneath` has opened. */
export function openSubmodules(beneath: ConfinedFolder, inside: (path: string) => string): Submodules {
  const pending = new Set<string>();
  const empty = new Set<string>();
  return {
    add(repository, index) {
      const folder = repository === "" ? "" : inside(repository);
      const paths = namedIn(beneath, folder);
      const known = paths.length === 0 ? undefined : index()?.submodules;
      const start = inside("") === "" ? "" : `${inside("")}/`;
      for (const path of paths.slice(0, most)) {
        const whole = folder === "" ? path : `${folder}/${path}`;
        if ((known === undefined || known.has(path)) && whole.startsWith(start)) pending.add(whole.slice(start.length));
      }
    },
    entered(path, entries) {
      if (entries === 0) empty.add(path);
      else pending.delete(path);
    },
    absent: () => [...pending].filter(isAbsent).map((path) => ({ path, reason })),
  };

  /** One that was not entered is in a folder that the search could not, or need not, go through. */
  function isAbsent(path: string): boolean {
    if (empty.has(path)) return true;
    const found = beneath.find(inside(path));
    return "refused" in found && found.refused === "missing";
  }
}

/** The paths that a `.gitmodules` names (gitmodules(5)). */
function namedIn(beneath: ConfinedFolder, folder: string): string[] {
  const read = beneath.read(folder === "" ? ".gitmodules" : `${folder}/.gitmodules`, limits.ignores);
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
