import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { Failure } from "../../../domain/failure.ts";
import { fileSource, streamSource } from "../byte-source.ts";
import { compressionOf } from "../compression.ts";
import type { LayerBytes } from "../image.ts";
import { openFile } from "../open-file.ts";
import type { TarVisitor } from "../tar.ts";
import { readTar } from "../tar.ts";

/** Plain layers: header reads that skip contents. Compressed ones are streamed, 1 MiB at a time (fastest by measurement). */
export async function readFileBytes(
  { path: file, where, ...region }: Extract<LayerBytes, { kind: "file" }>,
  visit: TarVisitor,
  signal?: AbortSignal,
): Promise<void> {
  await using handle = await openFile(file);
  const magic = Buffer.alloc(4);
  await handle.read(magic, 0, Math.min(4, region.end - region.start), region.start);
  const packed = compressionOf(magic);
  if (packed === undefined) {
    await readTar(fileSource(handle.fd, region.start, region.end), visit, where, signal);
    return;
  }
  const chunk = 1_048_576;
  const input = createReadStream(file, { start: region.start, end: region.end - 1, highWaterMark: chunk });
  const unpack = packed === "gzip" ? createGunzip({ chunkSize: chunk }) : createZstdDecompress({ chunkSize: chunk });
  // Errors of either stream come out of the iteration; the callback only keeps them from being thrown twice.
  pipeline(input, unpack, () => {});
  try {
    const source = streamSource(unpack);
    await readTar(source, visit, where, signal);
    // The checksum comes last, after the archive's padding.
    await source.skip(chunk);
  } catch (error) {
    if (error instanceof Failure || !isUnpackError(error)) throw error;
    throw new Failure("bad-image", `${where}: its ${packed} data is damaged: ${error.message}`, {
      hint: "Make the archive again with `docker save -o FILE IMAGE`.",
      cause: error,
    });
  } finally {
    unpack.destroy();
    input.destroy();
  }
}

/** zlib's codes are `Z_DATA_ERROR`, `Z_BUF_ERROR` and the like, zstd's `ZSTD_error_...`. */
function isUnpackError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && /^(Z_|ZSTD_|ERR_Z)/.test(String(error.code));
}
