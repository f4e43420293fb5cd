import { closeSync, openSync, writeSync } from "node:fs";
import { Failure } from "../../../domain/failure.ts";
import type { ContainerChange } from "../../engine/containers/inspect-container.ts";
import type { EngineSession } from "../../engine/types.ts";
import type { ByteSource } from "../bodies/byte-source.ts";
import { streamSource } from "../bodies/byte-source.ts";
import { whiteoutMember } from "./whiteout-member.ts";
import type { TarEntry } from "../tar/tar.ts";
import { blockBytes } from "../../../formats/tar/tar-header.ts";
import { readTar } from "../tar/tar.ts";

/**
 * Writes a container's changes to `file` as a layer archive, and returns its bytes. The engine can only export the
 * whole file system, but only members with a changed path are kept, byte for byte. Deletions become whiteouts. Throws
 * `Failure` (`bad-image`, `unreadable` if the file cannot be written, and those of the engine's calls).
 */
export async function exportChanges(
  session: EngineSession,
  id: string,
  changes: readonly ContainerChange[],
  file: string,
): Promise<number> {
  // A recreated folder may be listed as deleted although it exists: it must then hide the image's.
  const paths = new Set(changes.map(({ path }) => path));
  const deleted = changes.filter(({ kind }) => kind === "deleted").map(({ path }) => path);
  const folders = new Set<string>();
  const keep = ({ path, type }: TarEntry): boolean => {
    if (paths.has(path) && type === "dir") folders.add(path);
    return paths.has(path);
  };
  const write = writer(file);
  try {
    if (paths.size > 0) {
      const path = `/containers/${id}/export`;
      const stream = await session.engine.open({ method: "GET", path, timeoutMs: 300_000, signal: session.signal });
      try {
        await keepMembers(streamSource(stream), keep, write, session.signal);
      } finally {
        stream.destroy();
      }
    }
    for (const path of deleted) write(whiteoutMember(path, folders.has(path)));
    write(Buffer.alloc(2 * blockBytes));
    return write.bytes();
  } finally {
    write.close();
  }
}

/** Copies the selected members with all their headers. */
export async function keepMembers(
  source: ByteSource,
  keep: (entry: TarEntry) => boolean,
  write: (bytes: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<void> {
  // Bytes since the last member's end: the headers of the next one.
  let headers: Buffer[] = [];
  const recorder: ByteSource = {
    get buffer() {
      return source.buffer;
    },
    get at() {
      return source.at;
    },
    set at(to) {
      headers.push(Buffer.from(source.buffer.subarray(source.at, to)));
      source.at = to;
    },
    get end() {
      return source.end;
    },
    get position() {
      return source.position;
    },
    need: (length) => source.need(length),
    skip: (length) => source.skip(length),
  };
  await readTar(
    recorder,
    (entry) => {
      const memberHeaders = headers;
      headers = [];
      if (!keep(entry)) return undefined;
      const { stored } = entry;
      for (const bytes of memberHeaders) write(padded(bytes));
      return {
        chunk(bytes) {
          write(bytes);
        },
        end() {
          write(Buffer.alloc((blockBytes - (stored % blockBytes)) % blockBytes));
          // Contents were recorded too.
          headers = [];
        },
      };
    },
    "the container's file system",
    signal,
  );
}

/** Bodies of extended headers are read without their padding. */
function padded(bytes: Buffer): Buffer {
  const paddingBytes = (blockBytes - (bytes.length % blockBytes)) % blockBytes;
  return paddingBytes === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(paddingBytes)]);
}

function writer(file: string) {
  let byteCount = 0;
  const guarded = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw new Failure("unreadable", `The container's changes could not be written to ${file}: ${String(error)}`, {
        hint: "Check that the disk has room for them, and that the folder may be written.",
        cause: error,
      });
    }
  };
  const fd = guarded(() => openSync(file, "wx", 0o600));
  const write = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length;) at += guarded(() => writeSync(fd, bytes, at));
    byteCount += bytes.length;
  };
  return Object.assign(write, { bytes: () => byteCount, close: () => closeSync(fd) });
}
