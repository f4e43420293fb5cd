import { Failure } from "../../../domain/failure.ts";
import { refusedStatus } from "../../../sources/engine/client/http.ts";
import type { Engine, EngineInfo } from "../../../sources/engine/types.ts";

export interface Directory {
  /** Octal text such as `1777`. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  /** Direct entries; `entriesCounted` at most. */
  readonly entries: number;
  /** Directories at any depth below it, by their path from it, the upper one first; none where not all could be read. */
  readonly folders?: readonly Folder[];
}

export interface Folder {
  readonly path: string;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
}

export const entriesCounted = 64;
/** DIRTYPE of POSIX ustar: `5`. */
const directoryType = 0x35;
/** Larger contents are not read to the end: the count is then a lower bound. */
const bytesRead = 4 * 1024 * 1024;

/**
 * A directory of a container, or undefined if there is none at `path`. The engine resolves links inside the container's
 * root; a path through /proc/PID/root would resolve absolute ones on the host. The response is a tar archive (Docker
 * Engine API, ContainerArchive) whose first entry is the directory itself; Podman omits that one, and gets a second
 * request for the directory by its name.
 */
export async function readDirectory(engine: Engine, container: string, path: string): Promise<Directory | undefined> {
  // The final "." makes the engine follow a link at the end, and refuse anything but a directory.
  const inside = await readListing(engine, container, path === "/" ? "/." : `${path}/.`, "its entries");
  const listing = inside === "without itself" ? withItself(await readListing(engine, container, path, "it")) : inside;
  return listing && numberedInside(listing, engine.info);
}

/**
 * With `userns-remap`, Docker returns files with host ids, and accepts container ids. Its folder is named by the host
 * ids of root: `/var/lib/docker/200000.200000` (dockerd(8), "Daemon user namespace options"). An id outside of the map
 * stays.
 */
export function numberedInside(
  directory: Directory,
  { rootDir, securityOptions }: Pick<EngineInfo, "rootDir" | "securityOptions">,
): Directory {
  const [, uid, gid] = /\/(\d+)\.(\d+)\/?$/u.exec(rootDir) ?? [];
  const remaps = securityOptions.some((option) => option.split(",").includes("name=userns"));
  if (!remaps || uid === undefined || gid === undefined) return directory;
  const inside = (id: number, root: number): number => (id >= root ? id - root : id);
  const owned = <T extends { readonly uid: number; readonly gid: number }>(inode: T): T => ({
    ...inode,
    uid: inside(inode.uid, Number(uid)),
    gid: inside(inode.gid, Number(gid)),
  });
  return { ...owned(directory), ...(directory.folders && { folders: directory.folders.map(owned) }) };
}

function withItself(listing: DirectoryListing): Directory | undefined {
  return listing === "without itself" ? undefined : listing;
}

type DirectoryListing = Directory | "without itself" | undefined;

async function readListing(
  engine: Engine,
  container: string,
  path: string,
  of: "it" | "its entries",
): Promise<DirectoryListing> {
  let stream;
  try {
    stream = await engine.open({ method: "GET", path: `/containers/${container}/archive`, query: { path } });
  } catch (error) {
    // Docker 26 responds 500 for a file: "lstat /etc/passwd/.: not a directory".
    const noDirectory = error instanceof Failure && /not a directory/iu.test(error.message);
    if (refusedStatus(error) === 404 || noDirectory) return undefined;
    throw error;
  }
  try {
    const listing = directoryListing(of);
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (listing.add(chunk) || bytes > bytesRead) break;
    }
    return listing.end();
  } finally {
    stream.destroy();
  }
}

/**
 * Parses tar headers (POSIX.1-1988 ustar) from a stream; `add` returns true when no more data is needed. `its entries`:
 * the response for `DIRECTORY/.`, with names relative to the directory; `it`: for `DIRECTORY`, with names that begin
 * with its name.
 */
export function directoryListing(of: "it" | "its entries" = "its entries") {
  let pending = Buffer.alloc(0);
  let skip = 0;
  let itself: Omit<Directory, "entries" | "folders"> | undefined;
  /** Of all entries below. */
  let prefix = "";
  let withoutItself = of === "its entries";
  const folders: Folder[] = [];
  // A name that exceeds this header is in another one, which is not parsed here.
  let whole = true;
  const names = new Set<string>();
  let isDone = false;

  const header = (block: Buffer): void => {
    if (block.every((byte) => byte === 0)) {
      isDone = true;
      return;
    }
    skip = Math.ceil(number(block, 124, 12) / 512) * 512;
    // Extended headers (pax, GNU long names) belong to the entry after them.
    if ("xgLK".includes(String.fromCharCode(block[156] ?? 0))) {
      whole = false;
      return;
    }
    const name = `${text(block, 345, 155)}/${text(block, 0, 100)}`.replace(/^\/{0,3}(?:\.\/)?/u, "");
    if (itself === undefined) {
      const ownName = name.replace(/\/$/u, "");
      if (of === "its entries" && ownName !== "" && ownName !== ".") {
        isDone = true;
        return;
      }
      withoutItself = false;
      prefix = of === "it" && ownName !== "" && ownName !== "." ? `${ownName}/` : "";
      // Podman hands out a file too where Docker refuses `FILE/.`.
      if (block[156] !== directoryType) {
        isDone = true;
        return;
      }
      itself = owner(block);
      return;
    }
    const below = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    names.add(below.split("/")[0] ?? "");
    if (block[156] === directoryType) folders.push({ path: below.replace(/\/$/u, ""), ...owner(block) });
    isDone = names.size >= entriesCounted || folders.length > entriesCounted;
  };

  return {
    add(chunk: Buffer): boolean {
      pending = Buffer.concat([pending, chunk]);
      let at = 0;
      while (!isDone) {
        const skipped = Math.min(skip, pending.length - at);
        skip -= skipped;
        at += skipped;
        if (skip > 0 || pending.length - at < 512) break;
        const block = pending.subarray(at, at + 512);
        at += 512;
        header(block);
      }
      pending = pending.subarray(at);
      return isDone;
    },
    end(): DirectoryListing {
      if (itself === undefined) return withoutItself ? "without itself" : undefined;
      const isComplete = whole && names.size < entriesCounted && folders.length <= entriesCounted;
      return { ...itself, entries: names.size, ...(isComplete && folders.length > 0 && { folders }) };
    },
  };
}

function owner(block: Buffer): Omit<Folder, "path"> {
  return {
    mode: (number(block, 100, 8) & 0o7777).toString(8),
    uid: number(block, 108, 8),
    gid: number(block, 116, 8),
  };
}

function text(block: Buffer, at: number, length: number): string {
  const field = block.toString("utf8", at, at + length);
  const end = field.indexOf("\0");
  return end === -1 ? field : field.slice(0, end);
}

/** Octal text, or base-256 when the first bit is set (GNU tar). */
function number(block: Buffer, at: number, length: number): number {
  if (((block[at] ?? 0) & 0x80) === 0) return Number.parseInt(text(block, at, length).trim() || "0", 8);
  let value = 0;
  for (let index = at + 1; index < at + length; index++) value = value * 256 + (block[index] ?? 0);
  return value;
}
