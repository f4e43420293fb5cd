import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { Failure } from "../../../domain/failure.ts";
import { filesBeneath } from "../storage/files-beneath.ts";
import type { FilesBeneath } from "../storage/files-beneath.ts";
import { reasonOf } from "../../files/folder-handle.ts";
import type { LayerBytes } from "../image-source.ts";
import { badTarSplit, tarSplitLines } from "../storage/tar-split-lines.ts";
import { tarSplitSource } from "../storage/tar-split.ts";
import type { TarVisitor } from "../tar/tar.ts";
import type { TarSink } from "../tar/tar-sink.ts";
import { readTar } from "../tar/tar.ts";
import type { FileBody } from "../../../domain/image/file-body.ts";

/** Measured: larger chunks cost more in copies than they save in trips. */
const chunkBytes = 262_144;

/**
 * Walks a layer of the engine's overlay2 storage: headers from tar-split's record, contents from the folder, opened
 * only when read. Offsets are those of the original archive. Throws `Failure` (`bad-image`, `unreadable`,
 * `interrupted`).
 */
export async function readOverlayBytes(
  bytes: Extract<LayerBytes, { kind: "overlay" }>,
  visit: TarVisitor,
  signal?: AbortSignal,
): Promise<void> {
  const { where } = bytes;
  using files = filesOf(bytes.folder, where);
  const input = createReadStream(bytes.tarSplit, { highWaterMark: chunkBytes });
  const inflate = createGunzip({ chunkSize: chunkBytes });
  // The iteration throws errors of either stream; the callback only prevents a second throw.
  pipeline(input, inflate, () => {});
  try {
    using source = tarSplitSource(tarSplitLines(inflate, where), files, where);
    const visitWithSparse: TarVisitor = (entry, ordinary) => {
      if (entry.stored === entry.size) return visit(entry, ordinary);
      const body = source.sparse(entry.stored, entry.size);
      const sink = visit(entry, body);
      if (body !== undefined && sink !== undefined) pour(body, sink, where);
      return body === undefined ? sink : undefined;
    };
    await readTar(source, visitWithSparse, where, signal);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const damaged = error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
    throw damaged ? badTarSplit(where, "the compressed data is damaged") : unreadableStorage(where, error);
  } finally {
    inflate.destroy();
    input.destroy();
  }
}

/** The whole content of a sparse file: the engine does not keep the archive's form of it, data and a map. */
function pour(body: FileBody, sink: TarSink, origin: string): void {
  for (let at = 0; at < body.size;) {
    let bytes: Uint8Array;
    try {
      bytes = body.read(at, chunkBytes);
    } catch (error) {
      throw unreadableStorage(origin, error);
    }
    if (bytes.length === 0) throw unreadableStorage(origin, new Error("a file has become shorter"));
    sink.chunk(bytes);
    at += bytes.length;
  }
  sink.end();
}

function filesOf(folder: string, origin: string): FilesBeneath {
  try {
    return filesBeneath(folder);
  } catch (error) {
    throw unreadableStorage(origin, error);
  }
}

function unreadableStorage(origin: string, error: unknown): Failure {
  return new Failure("unreadable", `${origin} cannot be read from the engine's storage: ${reasonOf(error)}.`, {
    hint: "If the image was removed meanwhile, run again; otherwise remove it and pull or build it again.",
    cause: error,
  });
}
