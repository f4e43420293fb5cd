import { Readable } from "node:stream";
import { streamSource } from "../bodies/byte-source.ts";
import type { LayerBytes } from "../image-source.ts";
import type { TarVisitor } from "../tar/tar.ts";
import { readTar } from "../tar/tar.ts";

/** A plain archive in memory, read as a stream. */
export async function readMemoryBytes(
  { content, where }: Extract<LayerBytes, { kind: "memory" }>,
  visit: TarVisitor,
  signal?: AbortSignal,
): Promise<void> {
  await readTar(streamSource(Readable.from([Buffer.from(content)])), visit, where, signal);
}
