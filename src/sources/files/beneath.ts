import { closeSync, readlinkSync, realpathSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import { resolve } from "node:path";
import { foreignOwner, foreignSystem } from "./foreign-entry.ts";
import { openEntry, openFolder, readLink, viaProc, type Entry } from "./folder-handle.ts";
import { above, openFolders } from "./open-folders.ts";
import { readBytes } from "./read-bytes.ts";
import { refused, refusedBySystem, type Refused } from "./refused.ts";

/**
 * Link policy. `folder`: a link out of the folder is refused, and an absolute link is followed only if it names a
 * path inside; a file with several names must have its folder's owner. `root`: as for a process with the folder as
 * its root, so `..` stops there and absolute links start there; reads only file systems with ordinary files.
 */
export type Reading = "folder" | "root";

export interface FoundEntry {
  readonly kind: "file" | "folder" | "special";
  /** Without links, relative to the folder; empty for the folder itself. */
  readonly path: string;
  readonly stats: Stats;
}

export interface OpenedFile {
  /** The caller must close it. */
  readonly fd: number;
  readonly path: string;
  readonly stats: Stats;
}

export interface FileBytes {
  readonly bytes: Buffer;
  readonly path: string;
}

/** Whether a link in the last part of the path is followed or refused. */
export type LastLink = "follow" | "refuse";

/**
 * The only access to paths that a repository, an archive or a container can name: files below a folder. Each part of
 * a path is looked up in its open parent folder, never through a link that the system resolves (O_NOFOLLOW alone
 * guards only the last part, open(2)); links are read and followed here. The type is known before anything is opened,
 * so no FIFO blocks and no device is affected.
 */
export interface ConfinedFolder extends Disposable {
  /** The target of a path; nothing is opened for reading. */
  find(path: string | Buffer): FoundEntry | Refused;
  /** A regular file. */
  open(path: string | Buffer, last?: LastLink): OpenedFile | Refused;
  /** A regular file's bytes; a larger file than `limit` is refused. */
  read(path: string | Buffer, limit: number): FileBytes | Refused;
}

/** The limit of Linux (path_resolution(7)). */
const maxLinks = 40;
/** Each folder on the way needs a descriptor. */
export const maxDepth = 200;

/** Throws the error of `open` for the folder, whose own path may contain links: it is ours. */
export function openBeneath(folder: string, reading: Reading): ConfinedFolder {
  const folders = openFolders(folder);
  let device: number | undefined;
  let names: readonly string[] | undefined;

  /** The target of an absolute link, relative to the folder; undefined if it is outside. */
  function fromRoot(target: string): string | undefined {
    if (reading === "root") return target;
    names ??= [viaProc ? readlinkSync(folders.root.path) : realpathSync(folder), resolve(folder)].map((path) =>
      Buffer.from(path).toString("latin1").replace(/\/$/, ""),
    );
    const name = names.find((one) => target === one || target.startsWith(`${one}/`));
    return name === undefined ? undefined : target.slice(name.length);
  }

  /** The caller must dispose the entry. Throws system errors. */
  function walk(path: string | Buffer, lastLink: LastLink): { readonly entry: Entry; readonly key: string } | Refused {
    const text = Buffer.from(path).toString("latin1");
    // Usually the next file of an open folder: keys are plain paths.
    const slash = text.lastIndexOf("/");
    const near = slash > 0 && folders.has(text.slice(0, slash));
    const remainingParts = partsOf(near ? text.slice(slash) : text);
    let key = near ? text.slice(0, slash) : "";
    let links = 0;
    for (let part = remainingParts.pop(); part !== undefined; part = remainingParts.pop()) {
      if (part === "..") {
        if (key === "" && reading === "folder") return refused("outside", "it leads out of the folder");
        key = above(key);
        continue;
      }
      const child = key === "" ? part : `${key}/${part}`;
      if (remainingParts.length > 0 && folders.has(child)) {
        key = child;
        continue;
      }
      const name = Buffer.from(part, "latin1");
      let entry: Entry;
      try {
        entry = openEntry(folders.at(key), name);
      } catch (error) {
        const refusal = refusedBySystem(error);
        return links > 0 && refusal.refused === "missing"
          ? refused("broken-link", "it is a link that leads nowhere")
          : refusal;
      }
      if (entry.kind === "link") {
        if (remainingParts.length === 0 && lastLink === "refuse") return refused("special", "it is a link");
        if (++links > maxLinks) return refused("endless", "links on the way to it never end");
        const target = readLink(folders.at(key), name).toString("latin1");
        const inside = target.startsWith("/") ? fromRoot(target) : target;
        if (inside === undefined) return refused("outside", `it is a link that leads out, to ${textOf(target)}`);
        if (target.startsWith("/")) key = "";
        remainingParts.push(...partsOf(inside));
        continue;
      }
      const foreign = foreignTo(entry, key, name);
      if (foreign === undefined && remainingParts.length === 0) return { entry, key: child };
      if (foreign === undefined && entry.kind === "folder" && child.split("/").length <= maxDepth) {
        folders.keep(child, entry.handle);
        key = child;
        continue;
      }
      dispose(entry);
      if (foreign !== undefined) return foreign;
      if (entry.kind === "folder") return refused("endless", `it lies deeper than ${maxDepth} folders`);
      return refused("missing", "something on the way to it is not a folder");
    }
    const handle = openFolder(folders.at(key), ".");
    return { entry: { kind: "folder", handle, stats: statSync(handle.path) }, key };
  }

  function foreignTo(entry: Entry, key: string, name: Buffer): Refused | undefined {
    if (reading === "folder") return entry.kind === "file" ? foreignOwner(entry, folders.at(key)) : undefined;
    device ??= statSync(folders.root.path).dev;
    return foreignSystem(entry, device, folders.at(key), name);
  }

  function at<T>(path: string | Buffer, lastLink: LastLink, take: (entry: Entry, path: string) => T): T | Refused {
    let walked: ReturnType<typeof walk> | undefined;
    try {
      walked = walk(path, lastLink);
      return "refused" in walked ? walked : take(walked.entry, textOf(walked.key));
    } catch (error) {
      return refusedBySystem(error);
    } finally {
      if (walked !== undefined && "entry" in walked) dispose(walked.entry);
      folders.trim();
    }
  }

  const open = (path: string | Buffer, lastLink: LastLink = "follow"): OpenedFile | Refused =>
    at<OpenedFile | Refused>(path, lastLink, (entry, real) => {
      if (entry.kind === "file") return { fd: entry.file.open(), stats: entry.stats, path: real };
      if (entry.kind === "folder") return refused("folder", "it is a folder");
      return refused("special", entry.kind === "link" ? "it is a link" : `it is ${entry.what}, which is never opened`);
    });

  return {
    open,
    find: (path) =>
      at<FoundEntry | Refused>(path, "follow", ({ kind, stats }, real) =>
        kind === "link" ? refused("special", "it is a link") : { kind, stats, path: real },
      ),
    read(path, limit) {
      const opened = open(path);
      if ("refused" in opened) return opened;
      try {
        const bytes = readBytes(opened.fd, opened.stats.size, limit);
        return "refused" in bytes ? bytes : { bytes, path: opened.path };
      } finally {
        closeSync(opened.fd);
      }
    },
    [Symbol.dispose]: () => folders[Symbol.dispose](),
  };
}

/** Last part first. Latin-1 preserves every byte, so names need not be UTF-8. */
function partsOf(path: string): string[] {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .reverse();
}

function textOf(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString();
}

function dispose(entry: Entry): void {
  if (entry.kind === "folder") entry.handle[Symbol.dispose]();
  if (entry.kind === "file") entry.file[Symbol.dispose]();
}
