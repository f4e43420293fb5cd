import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Failure } from "../../../domain/failure.ts";
import { fieldsOf, textOf } from "../../../formats/advisories/fields.ts";
import type { FeedFile } from "../../../sources/advisories/feed-file.ts";
import { readNamed } from "../../../sources/files/read-named.ts";
import { refusalFailure } from "../../../sources/files/refused.ts";
import { listOf } from "../../../formats/json/values.ts";

/** Node's limit for one buffer; the largest export of a feed has 1.2 GB. */
const maxFeedBytes = 2 ** 31 - 1;

/** Throws `Failure` (`no-such-file`, `unreadable`). */
async function readFile(path: string): Promise<Buffer> {
  const read = readNamed(basename(path), dirname(path), maxFeedBytes);
  if ("refused" in read) throw refusalFailure(path, read);
  return read.bytes;
}

const inflate = promisify(gunzip);
const noFeed =
  /^(readme|notices?|licen[cs]e|copying|changelog|contributing|code_of_conduct|security)([.-][a-z-]*)?(\.(md|txt|rst|html))?$/i;

/**
 * Files of folders, and files that may be feeds, sorted by path. A folder's `manifest.json` (`{"files": [{"file", "date"}]}`) dates the
 * data; without it, the file's modification time counts. `NAME.paths.txt.gz` has the origin of each line of `NAME.jsonl.gz`.
 * Throws `Failure` (`no-such-file`, `unreadable`).
 */
export async function folderFiles(cwd: string, inputs: readonly string[]): Promise<FeedFile[]> {
  const files: FeedFile[] = [];
  for (const input of inputs) {
    const root = resolve(cwd, input);
    const info = await stat(root).catch((cause: NodeJS.ErrnoException) => {
      throw new Failure(
        cause.code === "ENOENT" ? "no-such-file" : "unreadable",
        `${input} cannot be read: ${cause.message}`,
        {
          hint: "Name a folder or a file of advisories: OSV records or their ZIP export, lists of a distribution's tracker, or a folder of them.",
          cause,
        },
      );
    });
    const paths = info.isDirectory() ? await walk(root) : [root];
    files.push(...(await feedFiles(paths, (path) => (path === root ? input : join(input, relative(root, path))))));
  }
  return files;
}

async function walk(folder: string): Promise<string[]> {
  const paths: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) paths.push(...(await walk(path)));
    else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
  }
  return paths;
}

async function feedFiles(paths: readonly string[], name: (path: string) => string): Promise<FeedFile[]> {
  const knownPaths = new Set(paths);
  const dates = new Map<string, string>();
  for (const path of paths) if (basename(path) === "manifest.json") await readDates(path, dates);
  const files: FeedFile[] = [];
  for (const path of paths) {
    const file = basename(path);
    const isManifest = file === "manifest.json" && [...dates.keys()].some((dated) => dirname(dated) === dirname(path));
    if (isManifest || noFeed.test(file) || /\.paths\.txt(\.gz)?$/.test(file)) continue;
    const companion = path.replace(/\.jsonl(\.gz)?$/, ".paths.txt$1");
    const date = dates.get(path) ?? (await stat(path)).mtime.toISOString().slice(0, 10);
    files.push({
      name: name(path),
      date,
      read: () => readFile(path),
      ...(companion !== path && knownPaths.has(companion) && { paths: () => readLines(companion) }),
    });
  }
  return files;
}

async function readDates(manifest: string, dates: Map<string, string>): Promise<void> {
  let value: unknown;
  try {
    value = JSON.parse((await readFile(manifest)).toString("utf8"));
  } catch {
    // Another file of that name; the feed reader refuses it.
    return;
  }
  for (const entry of listOf(fieldsOf(value)["files"])) {
    const { file, date } = fieldsOf(entry);
    const day = /^\d{4}-\d\d-\d\d/.exec(textOf(date) ?? "")?.[0];
    if (textOf(file) !== undefined && day !== undefined) dates.set(join(dirname(manifest), textOf(file)!), day);
  }
}

async function readLines(path: string): Promise<string[]> {
  const bytes = await readFile(path);
  const text = path.endsWith(".gz") ? await inflate(bytes, { maxOutputLength: 100_000_000 }) : bytes;
  return text.toString("utf8").split("\n");
}
