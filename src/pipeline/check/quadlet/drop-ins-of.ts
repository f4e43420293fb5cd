import { basename, dirname, join } from "node:path";
import { dropInFolders } from "../../../formats/quadlet/drop-ins.ts";
import { atNamed } from "../../../sources/files/read-named.ts";

/** Folders beside a unit whose files would be laid over it. */
export function dropInsOf(path: string, cwd: string): readonly string[] {
  return dropInFolders(basename(path))
    .map((name) => join(dirname(path), name))
    .filter((folder) => {
      const there = atNamed(folder, cwd, (beneath, at) => beneath.find(at));
      return "kind" in there && there.kind === "folder";
    });
}
