import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";

/** Owner and mode that replace the host's. */
export interface TarRoot {
  /** Name of the root entry in the archive, without slashes; prefix of all other entries. */
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Octal, `0o755`. */
  readonly mode?: number;
}

/**
 * A local folder (or one file) as a tar archive (POSIX.1-2001 pax), sorted by name, with owners, modes, links and
 * times. Omits sockets, pipes and devices. Without a folder, only an empty directory. The stream fails with the file
 * system's errors.
 */
export function tarFolder(folder: string | undefined, root: TarRoot, extraTexts: readonly TarText[] = []): Readable {
  return Readable.from(members(folder, root, extraTexts), { objectMode: false, highWaterMark: 1024 * 1024 });
}

/** An additional file; it follows the folder's files, so that it overwrites one with the same name. */
export interface TarText {
  readonly name: string;
  readonly text: string;
}

async function* members(
  folder: string | undefined,
  root: TarRoot,
  extraTexts: readonly TarText[],
): AsyncGenerator<Buffer> {
  const { uid = 0, gid = 0, mode = 0o755 } = root;
  if (folder === undefined) yield header({ name: `${root.name}/`, type: "5", mode, uid, gid, size: 0, seconds: 0 });
  else yield* member(folder, root.name, root);
  for (const { name, text } of extraTexts) {
    const bytes = Buffer.from(text);
    yield header({ name: `${root.name}/${name}`, type: "0", mode: 0o644, uid, gid, size: bytes.length, seconds: 0 });
    yield Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
  }
  yield Buffer.alloc(1024);
}

async function* member(path: string, name: string, root: Partial<TarRoot>): AsyncGenerator<Buffer> {
  const stats = await lstat(path);
  const common = {
    mode: root.mode ?? stats.mode & 0o7777,
    uid: root.uid ?? stats.uid,
    gid: root.gid ?? stats.gid,
    seconds: Math.floor(stats.mtimeMs / 1000),
  };
  if (stats.isDirectory()) {
    yield header({ ...common, name: `${name}/`, type: "5", size: 0 });
    // Nested entries keep their own modes; a requested owner applies to all.
    const { mode: _, ...beneath } = root;
    for (const entry of (await readdir(path)).toSorted()) yield* member(join(path, entry), `${name}/${entry}`, beneath);
  } else if (stats.isSymbolicLink()) {
    yield header({ ...common, name, type: "2", size: 0, link: await readlink(path) });
  } else if (stats.isFile()) {
    yield header({ ...common, name, type: "0", size: stats.size });
    yield* content(path, stats.size);
  }
}

/** Exactly `size` bytes, even if the file changes meanwhile, padded to the next block. */
async function* content(path: string, size: number): AsyncGenerator<Buffer> {
  let remaining = size;
  if (size > 0) {
    for await (const chunk of createReadStream(path, { end: size - 1 }) as AsyncIterable<Buffer>) {
      remaining -= chunk.length;
      yield chunk;
    }
  }
  for (; remaining > 0; remaining -= 65_536) yield Buffer.alloc(Math.min(remaining, 65_536));
  if (size % 512 > 0) yield Buffer.alloc(512 - (size % 512));
}

interface Header {
  readonly name: string;
  readonly type: "0" | "2" | "5" | "x";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly seconds: number;
  readonly link?: string;
}

/** A pax header precedes an entry whose fields do not fit, and overrides them. */
function header(entry: Header): Buffer {
  const { name, link = "", uid, gid, size } = entry;
  const records = [
    ...(Buffer.byteLength(name) > 100 ? [["path", name]] : []),
    ...(Buffer.byteLength(link) > 100 ? [["linkpath", link]] : []),
    ...(uid > 0o7777777 ? [["uid", String(uid)]] : []),
    ...(gid > 0o7777777 ? [["gid", String(gid)]] : []),
    ...(size > 0o77777777777 ? [["size", String(size)]] : []),
  ].map(([key = "", value = ""]) => record(key, value));
  if (records.length === 0) return block(entry);
  const body = Buffer.concat(records);
  const padding = Buffer.alloc((512 - (body.length % 512)) % 512);
  const extended = block({ ...entry, name: "pax", link: "", type: "x", size: body.length, uid: 0, gid: 0 });
  return Buffer.concat([extended, body, padding, block(entry)]);
}

/** "%d %s=%s\n", and the length includes itself (pax, POSIX.1-2001). */
function record(key: string, value: string): Buffer {
  const recordText = Buffer.from(` ${key}=${value}\n`);
  let length = recordText.length + 1;
  while (String(length).length + recordText.length !== length) length++;
  return Buffer.concat([Buffer.from(String(length)), recordText]);
}

function block({ name, type, mode, uid, gid, size, seconds, link = "" }: Header): Buffer {
  const bytes = Buffer.alloc(512);
  const octal = (value: number, width: number) =>
    `${Math.min(value, 8 ** (width - 1) - 1)
      .toString(8)
      .padStart(width - 1, "0")}\0`;
  Buffer.from(name).copy(bytes, 0, 0, 100);
  bytes.write(octal(mode, 8), 100);
  bytes.write(octal(uid, 8), 108);
  bytes.write(octal(gid, 8), 116);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(Math.max(0, seconds), 12), 136);
  bytes.write("        ", 148);
  bytes.write(type, 156);
  Buffer.from(link).copy(bytes, 157, 0, 100);
  bytes.write("ustar\u000000", 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes;
}
