import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { recognizers } from "../../dialects/text-dialects.ts";
import type { TextDialectName } from "../../domain/container/text-dialects.ts";
import { walkFolder } from "../../sources/files/folder-walk.ts";
import { atNamed } from "../../sources/files/read-named.ts";
import { compareText } from "../../text/compare-text.ts";
import { readText } from "../host/read-text.ts";
import type { DialectWork } from "../rule-runs/dialect-work.ts";

/** More than any file has. */
const maxParts = 100;

/**
 * Files that are laid over a file, such as the drop-ins of a unit, from the folders next to it: of those with one name the first counts, in order of their
 * names. `unread` has the reason why one is not read.
 */
export async function partsOf(
  kind: TextDialectName,
  path: string,
  cwd: string,
): Promise<Pick<DialectWork, "parts" | "unread">> {
  const folders = recognizers[kind]?.partFolders?.(basename(path));
  if (folders === undefined) return {};
  const files = new Map<string, string>();
  const unread: string[] = [];
  for (const folder of folders.map((name) => join(dirname(path), name)))
    for (const name of namesIn(folder, cwd)) if (!files.has(name)) files.set(name, join(folder, name));
  const parts: { readonly file: string; readonly text: string }[] = [];
  for (const [, file] of [...files].toSorted(([a], [b]) => compareText(a, b)))
    try {
      if (parts.length === maxParts) unread.push(`${file} is one of more than ${maxParts}`);
      else parts.push({ file, text: await readText(file, cwd) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unread.push(error.message);
    }
  return { parts, unread };
}

function namesIn(folder: string, cwd: string): readonly string[] {
  const reached = atNamed(folder, cwd, (root, at) => root.find(at));
  if (!("kind" in reached) || reached.kind !== "folder") return [];
  const names: string[] = [];
  for (const { folder: at, name } of walkFolder(resolve(cwd, folder), () => false))
    if (at === "" && typeof name === "string" && name.endsWith(".conf")) names.push(name);
  return names;
}
