import { createReadStream } from "node:fs";
import { fileSource } from "../byte-source.ts";
import { compressionOf, magicBytes } from "../compression.ts";
import type { LayerBytes } from "../image.ts";
import { openFile } from "../open-file.ts";
import type { TarVisitor } from "../tar.ts";
import { readTar } from "../tar.ts";
import { unpackedSource } from "../unpack.ts";

/** Fastest by measurement. */
const chunkBytes = 1_048_576;

/** Plain layers: header reads that skip contents. Compressed ones are streamed, and their digest is compared on the way. */
export async function readFileBytes(
  { path, start, end, blobDigest, where }: Extract<LayerBytes, { kind: "file" }>,
  visit: TarVisitor,
  signal?: AbortSignal,
): Promise<void> {
  await using handle = await openFile(path);
  const magic = Buffer.alloc(magicBytes);
  const { bytesRead } = await handle.read(magic, 0, Math.min(magicBytes, end - start), start);
  if (compressionOf(magic.subarray(0, bytesRead)) === undefined) {
    await readTar(fileSource(handle.fd, start, end), visit, where, signal);
    return;
  }
  // (A compressed layer has some bytes, so `end - 1` is no less than `start`.)
  const input = createReadStream(path, { start, end: end - 1, highWaterMark: chunkBytes });
  const digest = blobDigest === undefined ? {} : { digest: blobDigest };
  using unpacked = unpackedSource(input, { ...digest, size: end - start, where });
  await readTar(unpacked.source, visit, where, signal);
  await unpacked.finish();
}
