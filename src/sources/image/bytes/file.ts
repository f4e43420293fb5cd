import { fileSource } from "../bodies/byte-source.ts";
import { compressionOf, magicBytes } from "../unpack/compression.ts";
import type { LayerBytes } from "../image-source.ts";
import { openFile } from "../archive/open-file.ts";
import { packedFile } from "../unpack/packed-bytes.ts";
import type { TarVisitor } from "../tar/tar.ts";
import { readTar } from "../tar/tar.ts";
import { unpackedSource } from "../unpack/unpack.ts";

/** Plain layers: reads headers and skips contents. Compressed ones are read completely, and their digest is verified. */
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
  const digest = blobDigest === undefined ? {} : { digest: blobDigest };
  using unpacked = await unpackedSource(packedFile(handle.fd, start, end), {
    ...digest,
    size: end - start,
    where,
    signal,
  });
  await readTar(unpacked.source, visit, where, signal);
  await unpacked.finish();
}
