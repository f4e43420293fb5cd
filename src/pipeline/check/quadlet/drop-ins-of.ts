import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { dropInFolders } from "../../../formats/quadlet/drop-ins.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { atNamed } from "../../../sources/files/read-named.ts";
import { compareText } from "../../../text/compare-text.ts";
import { readText } from "../../host/read-text.ts";
import type { QuadletWork } from "./quadlet-work.ts";

/** More than any unit has. */
const most = 100;

/**
 * What is laid over a unit from folders beside it: of files with one name the first counts, and they are read by name. `unread` says why one
 * is not.
 */
export async function dropInsOf(path: string, cwd: string): Promise<Pick<QuadletWork, "dropIns" | "unread">> {
  const files = new Map<string, string>();
  const unread: string[] = [];
  for (const folder of dropInFolders(basename(path)).map((name) => join(dirname(path), name)))
    for (const name of namesIn(folder, cwd)) if (!files.has(name)) files.set(name, join(folder, name));
  const dropIns: QuadletWork["dropIns"][number][] = [];
  for (const [, file] of [...files].toSorted(([a], [b]) => compareText(a, b)))
    try {
      if (dropIns.length === most) unread.push(`${file} is one of more than ${most}`);
      else dropIns.push({ file, text: await readText(file, cwd) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unread.push(error.message);
    }
  return { dropIns, unread };
}

function namesIn(folder: string, cwd: string): readonly string[] {
  const there = atNamed(folder, cwd, (beneath, at) => beneath.find(at));
  if (!("kind" in there) || there.kind !== "folder") return [];
  const names: string[] = [];
  for (const { folder: at, name } of walkFolder(resolve(cwd, folder), () => false))
    if (at === "" && typeof name === "string" && name.endsWith(".conf")) names.push(name);
  return names;
}
