import { Failure } from "../../domain/failure.ts";
import type { ByteSource } from "./byte-source.ts";
import type { DiskBody } from "./disk-body.ts";
import { diskBody } from "./disk-body.ts";
import type { FileBody } from "./file-body.ts";
import { memoryBody } from "./file-body.ts";
import type { FilesBeneath } from "./files-beneath.ts";
import type { TarSplitLines, TarSplitSegment } from "./tar-split-lines.ts";

/** A tar archive put together again from its headers and the files on disk. Passing over contents costs nothing. */
export interface TarSplitSource extends ByteSource, Disposable {
  /** The file that the next `length` bytes are. Holds until the next call; its `read` throws `Error` with the reason. */
  body(length: number): FileBody;
  /**
   * The same for a sparse member of `stored` bytes in the archive: the file on disk has all `size` bytes, holes as zeros, and
   * the map of the holes is lost. The source then counts it as `stored` bytes that can be skipped.
   */
  sparse(stored: number, size: number): FileBody | undefined;
}

type Raw = Extract<TarSplitSegment, { kind: "raw" }>;
type File = Extract<TarSplitSegment, { kind: "file" }>;

/** `where` names the archive in messages. `take` throws `Failure` (`bad-image`, `unreadable`), a body's `read` an `Error` with the reason. */
export function tarSplitSource(next: TarSplitLines, files: FilesBeneath, where: string): TarSplitSource {
  let segment: Raw | File | undefined;
  /** The segment's file, once somebody asks. */
  let disk: DiskBody | undefined;
  /** Bytes of the segment that are passed, and that it has. */
  let at = 0;
  let size = 0;
  let position = 0;

  function enter(line: TarSplitSegment | undefined): void {
    leave();
    segment = line;
    if (line !== undefined) size = line.kind === "raw" ? line.bytes.length : line.size;
  }

  function diskOf(file: File): DiskBody {
    return (disk ??= diskBody(file.size, () => files.open(file.name), true));
  }

  /** Ahead of need, so that whoever looks at a header can be told at once which file follows it. */
  function advance(): undefined | Promise<undefined> {
    for (;;) {
      const line = next();
      if (line instanceof Promise) {
        return line.then((read) => {
          enter(read);
          return read !== undefined && size === 0 ? advance() : undefined;
        });
      }
      enter(line);
      if (line === undefined || size > 0) return undefined;
    }
  }

  function leave(): void {
    disk?.[Symbol.dispose]();
    disk = undefined;
    segment = undefined;
    at = 0;
    size = 0;
  }

  function bytesHere(length: number): Uint8Array {
    if (segment === undefined) return Buffer.alloc(0);
    if (segment.kind === "raw") return segment.bytes.subarray(at, at + length);
    let bytes: Uint8Array;
    try {
      bytes = diskOf(segment).read(at, Math.min(length, size - at));
    } catch (error) {
      throw unreadable(where, position, error);
    }
    if (bytes.length === 0) throw unreadable(where, position, new Error("it has become shorter"));
    return bytes;
  }

  async function gather(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    let filled = 0;
    while (filled < length) {
      if (at >= size) await advance();
      if (segment === undefined) break;
      const part = bytesHere(Math.min(length - filled, size - at));
      // A copy: the next segments use the same memory.
      parts.push(Uint8Array.from(part));
      at += part.length;
      filled += part.length;
      position += part.length;
    }
    if (at >= size) await advance();
    return Buffer.concat(parts, filled);
  }

  /** At once as long as the record's next lines are there. */
  function pass(length: number, passed: number): number | Promise<number> {
    for (let done = passed; ;) {
      const step = Math.min(length - done, size - at);
      at += step;
      position += step;
      done += step;
      if (at < size) return done;
      const waiting = advance();
      if (waiting !== undefined) {
        return waiting.then(() => (segment === undefined || done === length ? done : pass(length, done)));
      }
      if (segment === undefined || done === length) return done;
    }
  }

  return {
    get position() {
      return position;
    },
    take(length) {
      if (segment?.kind !== "raw" || size - at < length) return gather(length);
      const taken = segment.bytes.subarray(at, at + length);
      at += length;
      position += length;
      const waiting = at < size ? undefined : advance();
      return waiting === undefined ? taken : waiting.then(() => taken);
    },
    skip: (length) => pass(length, 0),
    body(length) {
      if (segment?.kind === "file" && at === 0 && size === length) return diskOf(segment);
      return length === 0 ? memoryBody(Buffer.alloc(0)) : { size: length, read: () => noFile() };
    },
    sparse(stored, realSize) {
      if (segment?.kind !== "file" || at !== 0 || segment.size !== realSize) return undefined;
      size = stored;
      return diskOf(segment);
    },
    [Symbol.dispose]: leave,
  };
}

function noFile(): never {
  throw new Error("the engine's record names no file of that size for it");
}

function unreadable(where: string, position: number, error: unknown): Failure {
  const reason = error instanceof Error ? error.message : String(error);
  return new Failure(
    "unreadable",
    `${where}: the file at byte ${position} cannot be read from the engine's storage: ${reason}.`,
    {
      hint: "If the image was removed meanwhile, run again; otherwise remove it and pull or build it again.",
      cause: error,
    },
  );
}
