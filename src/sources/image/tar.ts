import { setImmediate } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import type { ByteSource } from "./byte-source.ts";
import { windowBytes } from "./byte-source.ts";
import type { FileBody } from "./file-body.ts";
import type { PathBytes } from "./path-bytes.ts";
import { newPathBytes, pathText, setPath } from "./path-bytes.ts";
import type { TarType } from "./tar-header.ts";
import {
  badTar,
  blockBytes,
  newHeader,
  readHeader,
  readLinkName,
  readName,
  readPlainName,
  readSparse,
  typeOf,
} from "./tar-header.ts";
import { isExtension, maxExtension, tarExtensions } from "./tar-extensions.ts";

/** One member, which holds during the visit. Its path is data: nothing here is ever written to a file system. */
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
  readonly link?: string | undefined;
  /** Where the content starts in the (uncompressed) archive. */
  readonly offset: number;
  /** Bytes that the archive holds; differs from `size` for sparse files, whose content is given as stored. */
  readonly stored: number;
  /** Why a folder of a plain file system could not be looked into; what is below it is unknown. */
  readonly unread?: string;
  /** Extended attributes in base64, sorted by name: `security.capability`. */
  readonly xattrs?: Readonly<Record<string, string>> | undefined;
}

/** Takes a member's content piece by piece. A piece holds only during the call. */
export interface TarSink {
  chunk(bytes: Uint8Array): void;
  end(): void;
}

/**
 * Asked for every member; returns a sink when its content is wanted. `body` is there where any part of the content can be had without
 * reading through all before it (a plain archive, a folder); `name` has the path's bytes where it came as bytes. All three hold only during the call.
 */
export type TarVisitor = (entry: TarEntry, body?: FileBody, name?: PathBytes) => TarSink | undefined;

// Linux ends at 4,096 (PATH_MAX) and the engine cannot unpack longer paths; twice that is no mistake of ours.
const maxName = 8_192;
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
  const header = newHeader();
  const name = newPathBytes();
  const said = tarExtensions();
  const entry = {
    index: -1,
    get path() {
      return pathText(name);
    },
    type: "other" as TarType,
    mode: 0,
    uid: 0,
    gid: 0,
    size: 0,
    link: undefined as string | undefined,
    offset: 0,
    stored: 0,
    xattrs: undefined as Record<string, string> | undefined,
  };
  let start = 0;
  const place = (): string => `${where}, byte ${start}`;

  for (let blocks = 0; ; blocks++) {
    if (blocks % 2_048 === 0) {
      // Reads of files are synchronous: let Ctrl-C and timers in.
      await setImmediate();
      if (signal?.aborted === true) throw interrupted(where);
    }
    const more = source.need(blockBytes);
    // Awaiting what is already there would cost a turn of the event loop's queue for each of 100,000 entries.
    if (more !== true && (more === false || !(await more))) {
      if (source.end > source.at || said.pending) throw truncated(where);
      return;
    }
    start = source.position;
    const { buffer, at } = source;
    source.at += blockBytes;
    if (!readHeader(header, buffer, at, place)) {
      if (said.pending) throw truncated(where);
      return;
    }
    const flag = String.fromCharCode(header.flag);
    if (isExtension(flag)) {
      if (header.size > maxExtension) throw badTar(place(), `an extended header claims ${header.size} bytes`);
      said.add(flag, await takeAll(source, header.size, where), place());
      continue;
    }

    let slashed = false;
    const form = said.none ? readPlainName(name, buffer, at) : "odd";
    if (form === "odd") {
      const text = said.name(() => readName(buffer, at));
      checkLength(text);
      slashed = text.endsWith("/");
      setPath(name, cleanPath(text));
    } else slashed = form === "folder";
    const type = typeOf(header.flag, slashed);
    entry.type = type;
    entry.link = undefined;
    if (type === "symlink" || type === "hardlink") {
      const text = said.link(() => readLinkName(buffer, at));
      checkLength(text);
      entry.link = type === "hardlink" ? cleanPath(text) : text;
    }
    entry.mode = header.mode;
    // As in Go's reader, which the engine uses: only these have content, whatever the size field says.
    const stored =
      type !== "file" && type !== "other" ? 0 : said.none ? header.size : said.number("size", header.size, place);
    let realSize = type === "file" ? stored : 0;
    if (said.none) {
      entry.uid = header.uid;
      entry.gid = header.gid;
      entry.xattrs = undefined;
    } else {
      entry.uid = said.number("uid", header.uid, place);
      entry.gid = said.number("gid", header.gid, place);
      entry.xattrs = said.xattrs();
      const sparse = said.number("GNU.sparse.realsize", said.number("GNU.sparse.size", stored, place), place);
      if (type === "file") realSize = sparse;
    }
    if (flag === "S") {
      const { realSize: whole, extended } = readSparse(buffer, at, place);
      realSize = whole;
      if (extended) await passSparseMap(source, where);
    }
    if (++entry.index >= maxEntries) throw badTar(where, `it has more than ${maxEntries} members`);
    entry.size = realSize;
    entry.offset = source.position;
    entry.stored = stored;
    const sink = visit(entry, type === "file" && stored === realSize ? source.body?.(stored) : undefined, name);
    if (sink !== undefined) await content(source, stored, sink, where);
    else if (stored > 0) {
      const skipped = source.skip(padded(stored));
      // Padding may be missing at the end.
      if ((typeof skipped === "number" ? skipped : await skipped) < stored) throw truncated(where);
    }
    said.next();
  }

  function checkLength(text: string): void {
    if (text.length > maxName) throw badTar(place(), `a name has ${text.length} characters`);
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

async function content(source: ByteSource, stored: number, sink: TarSink, where: string): Promise<void> {
  for (let left = stored; left > 0;) {
    if (source.at === source.end) {
      const more = source.need(1);
      if (more !== true && (more === false || !(await more))) throw truncated(where);
    }
    const length = Math.min(left, source.end - source.at);
    sink.chunk(source.buffer.subarray(source.at, source.at + length));
    source.at += length;
    left -= length;
  }
  sink.end();
  if (stored % blockBytes > 0) await source.skip(padded(stored) - stored);
}

function padded(length: number): number {
  return length + ((blockBytes - (length % blockBytes)) % blockBytes);
}

async function takeAll(source: ByteSource, length: number, where: string): Promise<Buffer> {
  const body = Buffer.alloc(length);
  for (let filled = 0; filled < length;) {
    const step = Math.min(length - filled, windowBytes);
    if (!(await source.need(step))) throw truncated(where);
    source.buffer.copy(body, filled, source.at, source.at + step);
    source.at += step;
    filled += step;
  }
  await source.skip(padded(length) - length);
  return body;
}

async function passSparseMap(source: ByteSource, where: string): Promise<void> {
  for (let more = true; more;) {
    if (!(await source.need(blockBytes))) throw truncated(where);
    more = source.buffer[source.at + 504] !== 0;
    source.at += blockBytes;
  }
}

function truncated(where: string): Failure {
  return badTar(where, "it ends in the middle of a member");
}

function interrupted(where: string): Failure {
  return new Failure("interrupted", `Reading ${where} was interrupted.`, { hint: "Run it again." });
}
