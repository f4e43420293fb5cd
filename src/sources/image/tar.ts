import { setImmediate } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import type { ByteSource } from "./byte-source.ts";
import { windowBytes } from "./byte-source.ts";
import type { FileBody } from "./file-body.ts";
import type { TarType } from "./tar-header.ts";
import { badTar, blockBytes, decodeName, parseHeader, parsePax, paxNumber, typeOf } from "./tar-header.ts";

/** One member. Its path is data: nothing here is ever written to a file system. */
export interface TarEntry {
  /** 0-based among the members of this archive. */
  readonly index: number;
  /** Absolute and without `.` or empty parts; `..` is kept as it stands. */
  readonly path: string;
  readonly type: TarType;
  /** Permission bits with setuid, setgid and sticky: at most 07777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of the file; of a sparse one with its holes. 0 for all but files. */
  readonly size: number;
  /** Target of a symbolic link as written, of a hard link as a path like `path`. */
  readonly link?: string;
  /** Where the content starts in the (uncompressed) archive. */
  readonly offset: number;
  /** Bytes that the archive holds; differs from `size` for sparse files, whose content is given as stored. */
  readonly stored: number;
  /** Why a folder of a plain file system could not be looked into; what is below it is unknown. */
  readonly unread?: string;
  /** Extended attributes in base64, sorted by name: `security.capability`. */
  readonly xattrs?: Readonly<Record<string, string>>;
}

/** Takes a member's content piece by piece. A piece holds only during the call. */
export interface TarSink {
  chunk(bytes: Uint8Array): void;
  end(): void;
}

/**
 * Asked for every member; returns a sink when its content is wanted. `body` is there where any part of the content can be had without
 * reading through all before it (a plain archive, a folder); it holds only during the call.
 */
export type TarVisitor = (entry: TarEntry, body?: FileBody) => TarSink | undefined;

// Linux ends at 4,096 (PATH_MAX) and the engine cannot unpack longer paths; twice that is no mistake of ours.
const maxName = 8_192;
// Holds all extended attributes of one file, of which ext4 and overlayfs allow 64 KiB each.
const maxExtension = 1_048_576;
const maxEntries = 5_000_000;

/**
 * Walk a tar archive: ustar, PAX, GNU long names, base-256 numbers, sparse members. Memory is bounded, whatever the archive says.
 * A missing end marker is accepted, as Go's reader does. `where` names the archive in messages.
 * Throws `Failure` (`bad-image`; `interrupted` when the signal is aborted).
 */
export async function readTar(
  source: ByteSource,
  visit: TarVisitor,
  where: string,
  signal?: AbortSignal,
): Promise<void> {
  const globals = new Map<string, Buffer>();
  let globalBytes = 0;
  let pax = new Map<string, Buffer>();
  let longName: string | undefined;
  let longLink: string | undefined;
  let pending = false;
  let index = 0;

  for (let blocks = 0; ; blocks++) {
    if (blocks % 2_048 === 0) {
      // Reads of files are synchronous: let Ctrl-C and timers in.
      await setImmediate();
      if (signal?.aborted === true) throw interrupted(where);
    }
    const taken = source.take(blockBytes);
    // Awaiting what is already there would cost a turn of the event loop's queue for each of 100,000 entries.
    const block = taken instanceof Promise ? await taken : taken;
    const place = (): string => `${where}, byte ${source.position - block.length}`;
    if (block.length === 0 && !pending) return;
    if (block.length < blockBytes) throw truncated(where);
    const header = parseHeader(block, place());
    if (header === undefined) {
      if (pending) throw truncated(where);
      return;
    }

    if (header.flag === "x" || header.flag === "g" || header.flag === "L" || header.flag === "K") {
      if (header.size > maxExtension) throw badTar(place(), `an extended header claims ${header.size} bytes`);
      const body = await takeAll(source, header.size, where);
      if (header.flag === "x") pax = parsePax(body, place());
      else if (header.flag === "g") {
        for (const [key, value] of parsePax(body, place())) globals.set(key, value);
        globalBytes += header.size;
        if (globalBytes > maxExtension) throw badTar(place(), "global extended headers never end");
      }
      if (header.flag === "L") longName = untilNul(body);
      if (header.flag === "K") longLink = untilNul(body);
      pending ||= header.flag !== "g";
      continue;
    }

    const plain = pax.size + globals.size === 0;
    const extended = (key: string): Buffer | undefined => {
      const value = plain ? undefined : (pax.get(key) ?? globals.get(key));
      return value === undefined || value.length === 0 ? undefined : value;
    };
    const numberOf = (key: string, otherwise: number): number => {
      const value = extended(key);
      return value === undefined ? otherwise : paxNumber(value, place(), key);
    };
    const textOf = (key: string, otherwise: string): string => {
      const value = extended(key);
      return value === undefined ? otherwise : decodeName(value);
    };
    const name = longName ?? textOf("GNU.sparse.name", textOf("path", header.name));
    const link = longLink ?? textOf("linkpath", header.linkname);
    if (name.length > maxName || link.length > maxName) {
      throw badTar(place(), `a name has ${Math.max(name.length, link.length)} characters`);
    }
    const type = typeOf(header.flag, name);
    // As in Go's reader, which the engine uses: only these have content, whatever the size field says.
    const stored = type === "file" || type === "other" ? numberOf("size", header.size) : 0;
    let realSize = header.sparse?.realSize ?? numberOf("GNU.sparse.realsize", numberOf("GNU.sparse.size", stored));
    if (type !== "file") realSize = 0;
    for (let more = header.sparse?.extended ?? false; more;) {
      const map = await source.take(blockBytes);
      if (map.length < blockBytes) throw truncated(where);
      more = map[504] !== 0;
    }
    if (index >= maxEntries) throw badTar(where, `it has more than ${maxEntries} members`);
    const xattrs = attributes(globals, pax);
    const entry: TarEntry = {
      index: index++,
      path: cleanPath(name),
      type,
      mode: header.mode,
      uid: numberOf("uid", header.uid),
      gid: numberOf("gid", header.gid),
      size: realSize,
      ...(type === "hardlink" ? { link: cleanPath(link) } : type === "symlink" ? { link } : {}),
      offset: source.position,
      stored,
      ...(xattrs === undefined ? {} : { xattrs }),
    };
    const sink = visit(entry, type === "file" && stored === realSize ? source.body?.(stored) : undefined);
    const padded = stored + ((blockBytes - (stored % blockBytes)) % blockBytes);
    if (sink !== undefined) await content(source, entry, sink, where);
    else if (stored > 0) {
      const skipped = source.skip(padded);
      // Padding may be missing at the end.
      if ((typeof skipped === "number" ? skipped : await skipped) < stored) throw truncated(where);
    }
    if (pax.size > 0) pax = new Map();
    longName = longLink = undefined;
    pending = false;
  }
}

/** `./usr//lib/` -> `/usr/lib`; the root is `/`. */
export function cleanPath(name: string): string {
  const bare = name.startsWith("./") ? name.slice(2) : name;
  if (isClean(bare)) return bare.endsWith("/") ? `/${bare.slice(0, -1)}` : `/${bare}`;
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  return `/${parts.join("/")}`;
}

/** The common case, without splitting: relative, no empty part, no `.` part. */
function isClean(name: string): boolean {
  return name !== "" && name[0] !== "/" && name[0] !== "." && !name.includes("//") && !name.includes("/.");
}

async function content(source: ByteSource, entry: TarEntry, sink: TarSink, where: string): Promise<void> {
  const padding = (blockBytes - (entry.stored % blockBytes)) % blockBytes;
  for (let left = entry.stored; left > 0;) {
    const taken = source.take(Math.min(left, windowBytes));
    const bytes = taken instanceof Promise ? await taken : taken;
    if (bytes.length === 0) throw truncated(where);
    sink.chunk(bytes);
    left -= bytes.length;
  }
  sink.end();
  if (padding > 0) await source.skip(padding);
}

async function takeAll(source: ByteSource, length: number, where: string): Promise<Buffer> {
  const body = Buffer.alloc(length);
  for (let filled = 0; filled < length;) {
    const bytes = await source.take(Math.min(length - filled, windowBytes));
    if (bytes.length === 0) throw truncated(where);
    body.set(bytes, filled);
    filled += bytes.length;
  }
  await source.skip((blockBytes - (length % blockBytes)) % blockBytes);
  return body;
}

function untilNul(body: Buffer): string {
  const end = body.indexOf(0);
  return decodeName(end === -1 ? body : body.subarray(0, end));
}

const xattrPrefix = "SCHILY.xattr.";

function attributes(globals: Map<string, Buffer>, pax: Map<string, Buffer>): Record<string, string> | undefined {
  if (globals.size + pax.size === 0) return undefined;
  const found = [...new Map([...globals, ...pax])].filter(([key]) => key.startsWith(xattrPrefix));
  if (found.length === 0) return undefined;
  found.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(found.map(([key, value]) => [key.slice(xattrPrefix.length), value.toString("base64")]));
}

function truncated(where: string): Failure {
  return badTar(where, "it ends in the middle of a member");
}

function interrupted(where: string): Failure {
  return new Failure("interrupted", `Reading ${where} was interrupted.`, { hint: "Run it again." });
}
