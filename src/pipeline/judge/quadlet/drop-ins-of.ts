import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { dropInFolders } from "../../../formats/quadlet/drop-ins.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { atNamed } from "../../../sources/files/read-named.ts";
import { compareText } from "../../../text/compare-text.ts";
import { readText } from "../../host/read-text.ts";
import type { QuadletWork } from "../../rule-runs/quadlet-work.ts";

/** More than any unit has. */
const maxDropIns = 100;

/**
 * Drop-ins of a unit from the folders next to it: of files with one name the first counts, in order of their names. `unread` has the reason why one
 * is not read.
 */
export async function dropInsOf(path: string, cwd: string): Promise<Pick<QuadletWork, "dropIns" | "unread">> {
  const files = new Map<string, string>();
  const unread: string[] = [];
  for (const folder of dropInFolders(basename(path)).map((name) => join(dirname(path), name)))
    for (const name of namesIn(folder, cwd)) if (!files.has(name)) files.set(name, join(folder, name));
  const dropIns: QuadletWork["dropIns"][number][] = [];
  for (const [, file] of [...files].toSorted(([a], [b]) => compareText(a, b)))
    try {
      if (dropIns.length === maxDropIns) unread.push(`${file} is one of more than ${maxDropIns}`);
      else dropIns.push({ file, text: await readText(file, cwd) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unread.push(error.message);
    }
  return { dropIns, unread };
}

function namesIn(folder: string, cwd: string): readonly string[] {
  const reached = atNamed(folder, cwd, (root, at) => root.find(at));
  if (!("kind" in reached) || reached.kind !== "folder") return [];
  const names: string[] = [];
  for (const { folder: at, name } of walkFolder(resolve(cwd, folder), () => false))
    if (at === "" && typeof name === "string" && name.endsWith(".conf")) names.push(name);
  return names;
}
