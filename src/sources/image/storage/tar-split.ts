import { Failure } from "../../../domain/failure.ts";
import type { ByteSource } from "../bodies/byte-source.ts";
import { windowBytes } from "../bodies/byte-source.ts";
import type { DiskBody } from "../bodies/disk-body.ts";
import { diskBody } from "../bodies/disk-body.ts";
import type { FileBody } from "../../../domain/image/file-body.ts";
import { memoryBody } from "../bodies/file-body.ts";
import type { FilesBeneath } from "./files-beneath.ts";
import type { TarSplitLines, TarSplitSegment } from "./tar-split-lines.ts";

/** A tar archive rebuilt from its headers and the files on disk. Skipping contents costs nothing. */
export interface TarSplitSource extends ByteSource, Disposable {
  /** The file of the next `length` bytes. Valid until the next call; its `read` throws `Error` with the reason. */
  body(length: number): FileBody;
  /**
   * The same for a sparse member of `stored` bytes in the archive: the file on disk has all `size` bytes, holes as
   * zeros, and the map of the holes is lost. The source then counts it as `stored` bytes that can be skipped.
   */
  sparse(stored: number, size: number): FileBody | undefined;
}

type Raw = Extract<TarSplitSegment, { kind: "raw" }>;
type File = Extract<TarSplitSegment, { kind: "file" }>;

/** `origin` is the archive's name in messages. `need` throws `Failure` (`bad-image`, `unreadable`), a body's `read` an `Error` with the reason. */
export function tarSplitSource(next: TarSplitLines, files: FilesBeneath, origin: string): TarSplitSource {
  let segment: Raw | File | undefined;
  /** The segment's file, opened on the first read. */
  let disk: DiskBody | undefined;
  /** Bytes of the segment that were returned or skipped, and its size. */
  let used = 0;
  let size = 0;
  /** Offset of the end of `buffer`. */
  let filled = 0;
  let over = false;

  function enter(line: TarSplitSegment | undefined): void {
    leave();
    segment = line;
    over = line === undefined;
    if (line !== undefined) size = line.kind === "raw" ? line.bytes.length : line.size;
  }

  function leave(): void {
    disk?.[Symbol.dispose]();
    disk = undefined;
    segment = undefined;
    used = 0;
    size = 0;
  }

  function diskOf(file: File): DiskBody {
    return (disk ??= diskBody(file.size, () => files.open(file.name), true));
  }

  /** Advances to the next non-empty segment, if any. */
  function advance(): undefined | Promise<undefined> {
    while (!over) {
      const line = next();
      if (line instanceof Promise) {
        return line.then((read) => {
          enter(read);
          return read !== undefined && size === 0 ? advance() : undefined;
        });
      }
      enter(line);
      if (size > 0) break;
    }
    return undefined;
  }

  /** The next bytes of the current segment, which is not empty; at most `length`. */
  function bytesHere(length: number): Buffer {
    if (segment === undefined) return nothing;
    const pieceLength = Math.min(length, size - used);
    let bytes: Uint8Array;
    if (segment.kind === "raw") bytes = segment.bytes.subarray(used, used + pieceLength);
    else {
      try {
        bytes = diskOf(segment).read(used, pieceLength);
      } catch (error) {
        throw unreadable(origin, source.position, error);
      }
      if (bytes.length === 0) throw unreadable(origin, source.position, new Error("it has become shorter"));
    }
    used += bytes.length;
    filled += bytes.length;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  function hand(buffer: Buffer): void {
    source.buffer = buffer;
    source.at = 0;
    source.end = buffer.length;
  }

  async function gather(length: number): Promise<boolean> {
    // Copies the bytes: the next segments reuse the memory.
    const parts = [Buffer.from(source.buffer.subarray(source.at, source.end))];
    let joined = source.end - source.at;
    while (joined < length) {
      if (used >= size) await advance();
      if (segment === undefined) break;
      const part = Buffer.from(bytesHere(length - joined));
      parts.push(part);
      joined += part.length;
    }
    hand(Buffer.concat(parts, joined));
    await lookAhead(length);
    return joined >= length;
  }

  /** So that after a header the reader knows at once which file follows. */
  function lookAhead(length: number): undefined | Promise<undefined> {
    return source.end - source.at === length && used >= size && segment !== undefined ? advance() : undefined;
  }

  function need(length: number): boolean | Promise<boolean> {
    if (source.at === source.end) {
      if (used >= size) {
        const waiting = advance();
        if (waiting !== undefined) return waiting.then(() => need(length));
      }
      if (segment === undefined) return length === 0;
      hand(bytesHere(windowBytes));
    }
    if (source.end - source.at < length) return gather(length);
    return lookAhead(length)?.then(() => true) ?? true;
  }

  /** Synchronous as long as the record's next lines are available. */
  function pass(length: number, passed: number): number | Promise<number> {
    for (let skipped = passed; ;) {
      const step = Math.min(length - skipped, size - used);
      used += step;
      filled += step;
      skipped += step;
      if (skipped === length || segment === undefined) return skipped;
      const waiting = advance();
      if (waiting !== undefined) return waiting.then(() => pass(length, skipped));
      if (segment === undefined) return skipped;
    }
  }

  const source = {
    buffer: nothing,
    at: 0,
    end: 0,
    get position() {
      return filled - (this.end - this.at);
    },
    need,
    skip(length: number) {
      const buffered = Math.min(length, this.end - this.at);
      this.at += buffered;
      return buffered === length ? buffered : pass(length, buffered);
    },
    body(length: number) {
      if (segment?.kind === "file" && source.at === source.end && used === 0 && size === length) return diskOf(segment);
      return length === 0 ? memoryBody(nothing) : { size: length, read: () => noFile() };
    },
    sparse(stored: number, realSize: number) {
      if (segment?.kind !== "file" || source.at !== source.end || used !== 0 || segment.size !== realSize)
        return undefined;
      size = stored;
      return diskOf(segment);
    },
    [Symbol.dispose]: leave,
  };
  return source;
}

const nothing: Buffer = Buffer.alloc(0);

function noFile(): never {
  throw new Error("the engine's record names no file of that size for it");
}

function unreadable(origin: string, position: number, error: unknown): Failure {
  const reason = error instanceof Error ? error.message : String(error);
  return new Failure(
    "unreadable",
    `${origin}: the file at byte ${position} cannot be read from the engine's storage: ${reason}.`,
    {
      hint: "If the image was removed meanwhile, run again; otherwise remove it and pull or build it again.",
      cause: error,
    },
  );
}
