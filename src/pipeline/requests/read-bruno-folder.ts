import { basename, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { ReadSource } from "../../facts/requests/own-requests.ts";
import bruno from "../../formats/requests/bruno.ts";
import { walkFolder } from "../../sources/files/folder-walk.ts";
import { readNamed } from "../../sources/files/read-named.ts";

const maxFiles = 5000;
const maxBytes = 15 * 1000 * 1000;
/** Which of the environments is meant no file says. */
const skippedFolder = /^(?:environments$|node_modules$|\.)/u;

/** A Bruno collection: its files in the order of the folders, and in each by `seq`, as one text. Throws `Failure` (`bad-usage`) where it has none. */
export function readBrunoFolder(folder: string, cwd: string): ReadSource {
  const root = resolve(cwd, folder);
  const files: { readonly folder: string; readonly rank: number; readonly text: string }[] = [];
  let bytes = 0;
  for (const { folder: inner, name } of walkFolder(root, (path) => !skippedFolder.test(basename(path)))) {
    if (!String(name).endsWith(".bru") || files.length >= maxFiles || bytes > maxBytes) continue;
    const read = readNamed(`${root}${inner}/${String(name)}`, root, maxBytes);
    if ("refused" in read) continue;
    const text = read.bytes.toString("utf8");
    bytes += text.length;
    const isShared = /^(?:folder|collection)\.bru$/u.test(String(name));
    files.push({ folder: inner, rank: isShared ? -1 : Number(/^ {0,4}seq: (\d{1,6})/mu.exec(text)?.[1] ?? 0), text });
  }
  if (files.length === 0)
    throw new Failure("bad-usage", `${folder} is a folder without requests`, {
      hint: "Name a file, or the folder of a Bruno collection (.bru).",
    });
  const inOrder = files.toSorted((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : a.rank - b.rank));
  // A folder without settings has none of the one before it.
  const texts = inOrder.map(({ folder: inner, text }, at) =>
    inner !== "" && inner !== inOrder[at - 1]?.folder ? `meta {\n  type: folder\n}\n${text}` : text,
  );
  const reader = bruno.open(folder);
  reader.push(Buffer.from(texts.join("\n")));
  return { file: folder, ...reader.finish() };
}
