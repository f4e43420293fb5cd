import type { LayerBytes } from "../image-source.ts";
import { countedTransport, type CountRequest } from "../registry/counted-transport.ts";
import { blobStream } from "../registry/blob-stream.ts";
import { packedStream } from "../unpack/packed-bytes.ts";
import { registryPeer } from "../registry/registry-peer.ts";
import type { Transport } from "../../http/transport.ts";
import { httpTransport } from "../../http/transport.ts";
import type { TarVisitor } from "../tar/tar.ts";
import { readTar } from "../tar/tar.ts";
import { unpackedSource } from "../unpack/unpack.ts";

/** One per thread, so that connections are reused. */
let transport: Transport | undefined;

let count: CountRequest = async () => 0;

/** Counts this thread's requests for layers from now on. */
export function countLayerRequests(counter: CountRequest): void {
  count = counter;
}

/** Walks a layer during its download from the registry; its bytes are verified with their digest. */
export async function readRegistryBytes(
  { blob, where }: Extract<LayerBytes, { kind: "registry" }>,
  visit: TarVisitor,
  signal?: AbortSignal,
): Promise<void> {
  transport ??= countedTransport(httpTransport(process.env, registryPeer), () => count());
  const over = new AbortController();
  const input = blobStream(blob, transport, AbortSignal.any([over.signal, ...(signal === undefined ? [] : [signal])]));
  try {
    using unpacked = await unpackedSource(packedStream(input), { digest: blob.digest, size: blob.size, where, signal });
    await readTar(unpacked.source, visit, where, signal);
    await unpacked.finish();
  } finally {
    // Work that waits for the network at this moment.
    over.abort();
  }
}
