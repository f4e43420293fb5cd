import type { TarSink } from "./tar-sink.ts";
import { setImmediate } from "node:timers/promises";
import type { ByteSource } from "../bodies/byte-source.ts";
import { windowBytes } from "../bodies/byte-source.ts";
import type { FileBody } from "../../../domain/image/file-body.ts";
import { stopWhenAborted } from "../archive/interrupted.ts";
import type { PathBytes } from "../../../formats/tar/path-bytes.ts";
import { newPathBytes, pathText, setPath } from "../../../formats/tar/path-bytes.ts";
import { copied, padded, pourContent, takeAll, truncated } from "./tar-content.ts";
import type { TarHeader, TarType } from "../../../formats/tar/tar-header.ts";
import {
  badTar,
  blockBytes,
  newHeader,
  readHeader,
  readSparse,
  sparseFlag,
  typeOf,
} from "../../../formats/tar/tar-header.ts";
import type { Extensions } from "../../../formats/tar/tar-extensions.ts";
import { readLinkName, readName, readPlainName } from "../../../formats/tar/tar-name.ts";
import { isExtension, maxExtension, tarExtensions } from "../../../formats/tar/tar-extensions.ts";

/** One member, valid during the visit. Its path is data: nothing here is ever written to a file system. */
export interface TarEntry {
  /** 0-based index among the members of this archive. */
  readonly index: number;
  /** Absolute and without `.` or empty parts; `..` is preserved. */
  readonly path: string;
  readonly type: TarType;
  /** Permission bits with setuid, setgid and sticky: at most 07777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Size of the file, including holes of a sparse one. 0 for other types. */
  readonly size: number;
  /** Target of a symbolic link as written, of a hard link as a path like `path`. */
  readonly link?: string | undefined;
  /** Offset of the content in the (uncompressed) archive. */
  readonly offset: number;
  /** Bytes in the archive; differs from `size` for sparse files, whose content is passed as stored. */
  readonly stored: number;
  /** Why a folder of a plain file system could not be read; the entries below are unknown. */
  readonly unread?: string;
  /** Extended attributes in base64, sorted by name: `security.capability`. */
  readonly xattrs?: Readonly<Record<string, string>> | undefined;
}

/**
 * Called for every member; returns a sink if its content is needed. `body` is present if any part of the content is
 * available at once (a plain archive, a folder, a small file of a compressed layer); `name` has the path's bytes if
 * available. All three are valid only during the call.
 */
export type TarVisitor = (entry: TarEntry, body?: FileBody, name?: PathBytes) => TarSink | undefined;

// Linux's limit is 4,096 (PATH_MAX) and the engine cannot unpack longer paths; twice that leaves a margin.
const maxName = 8_192;
const maxEntries = 5_000_000;

/**
 * Walks a tar archive: ustar, PAX, GNU long names, base-256 numbers, sparse members. Memory is bounded for any input.
 * A missing end marker is accepted, as in Go's reader. `origin` is the archive's name in messages. Throws `Failure`
 * (`bad-image`; `interrupted` if the signal is aborted).
 */
export async function readTar(
  source: ByteSource,
  visit: TarVisitor,
  origin: string,
  signal?: AbortSignal,
): Promise<void> {
  const walk = newWalk(source, visit, origin);
  while (!walk.over) {
    // File reads are synchronous, so Ctrl-C and timers need a turn.
    await setImmediate();
    stopWhenAborted(signal, origin);
    for (walk.blocks = 0; walk.blocks < 2_048 && !walk.over;) {
      const waiting = runOn(walk);
      if (waiting !== undefined) await waiting;
    }
  }
}

type Entry = { -readonly [Key in keyof TarEntry]: TarEntry[Key] };

/** State of a walk. One object serves all members: an image has 100,000 of them. */
interface Walk {
  readonly source: ByteSource;
  readonly visit: TarVisitor;
  readonly where: string;
  readonly header: TarHeader;
  readonly name: PathBytes;
  readonly said: Extensions;
  readonly entry: Entry;
  /** Offset of the header, for messages. */
  start: number;
  readonly place: () => string;
  /** Headers since the last pause. */
  blocks: number;
  over: boolean;
}

function newWalk(source: ByteSource, visit: TarVisitor, origin: string): Walk {
  const name = newPathBytes();
  let text = "";
  let textOf = -1;
  const walk: Walk = {
    source,
    visit,
    where: origin,
    header: newHeader(),
    name,
    said: tarExtensions(),
    entry: {
      index: -1,
      get path() {
        if (textOf !== this.index) {
          textOf = this.index;
          text = pathText(name);
        }
        return text;
      },
      type: "other",
      mode: 0,
      uid: 0,
      gid: 0,
      size: 0,
      link: undefined,
      offset: 0,
      stored: 0,
      xattrs: undefined,
    },
    start: 0,
    place: () => `${origin}, byte ${walk.start}`,
    blocks: 0,
    over: false,
  };
  return walk;
}

/**
 * Reads members until the archive ends, a pause is due or bytes are missing. Available bytes are not awaited: that
 * would cost an event loop turn for each.
 */
function runOn(walk: Walk): Promise<void> | undefined {
  const { source, header } = walk;
  while (++walk.blocks < 2_048) {
    const pending = source.need(blockBytes);
    if (pending !== true) return pending === false ? end(walk) : pending.then((got) => void (got || end(walk)));
    walk.start = source.position;
    const { buffer, at } = source;
    source.at += blockBytes;
    if (!readHeader(header, buffer, at, walk.place)) {
      if (walk.said.pending) throw truncated(walk.where);
      walk.over = true;
      return undefined;
    }
    const waiting = isExtension(header.flag) ? extend(walk) : member(walk, buffer, at);
    if (waiting !== undefined) return waiting;
  }
  return undefined;
}

/** The source has no whole block left. */
function end(walk: Walk): undefined {
  if (walk.source.end > walk.source.at || walk.said.pending) throw truncated(walk.where);
  walk.over = true;
}

/** Reads the body of an extended header. */
function extend(walk: Walk): Promise<void> | undefined {
  const { source, header, said } = walk;
  const { size, flag } = header;
  const place = walk.place();
  if (size > maxExtension) throw badTar(place, `an extended header claims ${size} bytes`);
  const length = padded(size);
  const pending = length <= windowBytes && source.need(length);
  if (pending !== true) return extendLate(walk, place, pending);
  said.add(flag, copied(source, length).subarray(0, size), place);
  return undefined;
}

/** The asynchronous part, when bytes are not yet available. */
async function extendLate(
  { source, header, said, where }: Walk,
  place: string,
  pending: boolean | Promise<boolean>,
): Promise<void> {
  const { size, flag } = header;
  await pending;
  said.add(flag, await takeAll(source, size, where), place);
}

/** Visits the member whose header was read, and passes its content. */
function member(walk: Walk, buffer: Buffer, at: number): Promise<void> | undefined {
  const { header, entry, name, said } = walk;
  const form = said.none ? readPlainName(name, buffer, at) : "odd";
  const type = typeOf(header.flag, form === "odd" ? oddName(walk, buffer, at) : form === "folder");
  entry.index++;
  entry.type = type;
  entry.mode = header.mode;
  entry.uid = header.uid;
  entry.gid = header.gid;
  entry.link = type === "symlink" || type === "hardlink" ? linkOf(walk, buffer, at, type) : undefined;
  // As in Go's reader, which the engine uses: only these have content, whatever the size field says.
  entry.stored = type === "file" || type === "other" ? header.size : 0;
  entry.size = type === "file" ? header.size : 0;
  entry.xattrs = undefined;
  if (!said.none) amend(walk);
  const isSparse = header.flag === sparseFlag;
  if (isSparse) entry.size = readSparse(buffer, at, walk.place).realSize;
  if (entry.index >= maxEntries) throw badTar(walk.where, `it has more than ${maxEntries} members`);
  if (isSparse && readSparse(buffer, at, walk.place).extended) return showLate(walk);
  return show(walk);
}

async function showLate(walk: Walk): Promise<void> {
  await passSparseMap(walk.source, walk.where);
  await show(walk);
}

function show(walk: Walk): Promise<void> | undefined {
  const { source, entry, name, said, where } = walk;
  const { stored } = entry;
  entry.offset = source.position;
  const body = entry.type === "file" && stored === entry.size ? source.body?.(stored) : undefined;
  const sink = walk.visit(entry, body, name);
  if (said.pending) said.next();
  if (sink !== undefined) return pourContent(source, stored, sink, where);
  if (stored === 0) return undefined;
  const skipped = source.skip(padded(stored));
  if (typeof skipped !== "number") return skipLate(skipped, stored, where);
  // Padding may be missing at the end.
  if (skipped < stored) throw truncated(where);
  return undefined;
}

async function skipLate(skipped: Promise<number>, stored: number, origin: string): Promise<void> {
  if ((await skipped) < stored) throw truncated(origin);
}

/** Stores a name that is not plain, or that has its own header; true if it ends with a slash. */
function oddName({ name, said, place }: Walk, buffer: Buffer, at: number): boolean {
  const text = said.name(() => readName(buffer, at));
  checkLength(text, place);
  setPath(name, cleanPath(text));
  return text.endsWith("/");
}

function linkOf({ said, place }: Walk, buffer: Buffer, at: number, type: "symlink" | "hardlink"): string {
  const text = said.link(() => readLinkName(buffer, at));
  checkLength(text, place);
  return type === "hardlink" ? cleanPath(text) : text;
}

/** Fields of extended headers that override the header's own. */
function amend({ entry, said, place }: Walk): void {
  if (entry.type === "file" || entry.type === "other") entry.stored = said.number("size", entry.stored, place);
  const whole = said.number("GNU.sparse.realsize", said.number("GNU.sparse.size", entry.stored, place), place);
  if (entry.type === "file") entry.size = whole;
  entry.uid = said.number("uid", entry.uid, place);
  entry.gid = said.number("gid", entry.gid, place);
  entry.xattrs = said.xattrs();
}

function checkLength(text: string, place: () => string): void {
  if (text.length > maxName) throw badTar(place(), `a name has ${text.length} characters`);
}

/** `./usr//lib/` -> `/usr/lib`; the root is `/`. */
export function cleanPath(name: string): string {
  const withoutDot = name.startsWith("./") ? name.slice(2) : name;
  if (isClean(withoutDot)) return withoutDot.endsWith("/") ? `/${withoutDot.slice(0, -1)}` : `/${withoutDot}`;
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  return `/${parts.join("/")}`;
}

/** The common case, without splitting: relative, no empty part, no `.` part. */
function isClean(name: string): boolean {
  return name !== "" && name[0] !== "/" && name[0] !== "." && !name.includes("//") && !name.includes("/.");
}

async function passSparseMap(source: ByteSource, origin: string): Promise<void> {
  for (let continues = true; continues;) {
    if (!(await source.need(blockBytes))) throw truncated(origin);
    continues = source.buffer[source.at + 504] !== 0;
    source.at += blockBytes;
  }
}
