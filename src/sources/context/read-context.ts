import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { ContextFile, ContextFolder } from "../../domain/context-folder.ts";
import { secretIn } from "./secret-in.ts";

/** More files than any context should hold; above it, what is copied is not known. */
const most = 50_000;

/**
 * The folder as the builder would be sent it: regular files and links (which are not followed), and the ignore file that counts:
 * `NAME.dockerignore` beside the Dockerfile, else the folder's own. Paths are told relative to `cwd`. What cannot be read is
 * told in `unread`. One reader remembers each folder: thousands of Dockerfiles may lie in one.
 */
export function contextReader(cwd: string): (folder: string, dockerfile: string) => ContextFolder {
  const listings = new Map<string, Listing>();
  const folders = new Map<string, ContextFolder>();
  return (folder, dockerfile) => {
    const own = `${dockerfile}.dockerignore`;
    const common = join(folder, ".dockerignore");
    const path = existsSync(own) ? own : existsSync(common) ? common : undefined;
    const key = `${folder}\0${path ?? ""}`;
    const known = folders.get(key);
    if (known !== undefined) return known;
    const listing = listings.get(folder) ?? readFiles(folder);
    listings.set(folder, listing);
    const read: ContextFolder = {
      ...listing,
      folder: relative(cwd, folder) || ".",
      ...(path !== undefined && { ignoreFile: { path: relative(cwd, path), text: readFileSync(path, "utf8") } }),
    };
    folders.set(key, read);
    return read;
  };
}

interface Listing {
  readonly files: readonly ContextFile[];
  readonly unread?: string;
}

function readFiles(folder: string): Listing {
  const files: ContextFile[] = [];
  const folders = [""];
  for (let at = 0; at < folders.length; at++) {
    const below = folders[at] ?? "";
    let entries;
    try {
      entries = readdirSync(join(folder, below), { withFileTypes: true });
    } catch (error) {
      return { files, unread: `${below || "the folder"} cannot be read: ${(error as Error).message}` };
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() || entry.isSymbolicLink()) files.push(readFile(folder, path, entry.isFile()));
      if (files.length > most) return { files: [], unread: `the folder has more than ${most} files` };
    }
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function readFile(folder: string, path: string, regular: boolean): ContextFile {
  const full = join(folder, path);
  const bytes = regular ? (statSync(full, { throwIfNoEntry: false })?.size ?? 0) : 0;
  const secret = regular ? secretIn(basename(path), basename(dirname(path)), () => head(full)) : undefined;
  return { path, bytes, ...(secret !== undefined && { secret }) };
}

/** The first 64 KiB; no file that holds a key for people is longer. */
function head(path: string): string {
  const buffer = Buffer.alloc(64 * 1024);
  try {
    const file = openSync(path, "r");
    try {
      return buffer.subarray(0, readSync(file, buffer)).toString("latin1");
    } finally {
      closeSync(file);
    }
  } catch {
    return "";
  }
}
