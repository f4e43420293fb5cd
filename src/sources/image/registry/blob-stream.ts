import { Readable } from "node:stream";
import { Failure } from "../../../domain/failure.ts";
import type { RegistryBlob } from "../image-source.ts";
import type { RegistryClient } from "./client.ts";
import { registryClient } from "./client.ts";
import { withMissed } from "./missed.ts";
import { registryPeer } from "./registry-peer.ts";
import { backOff, Transient } from "../../http/transient.ts";
import type { Transport } from "../../http/transport.ts";

/** Bytes without a broken connection that count as progress: earlier failures are forgotten. */
const progressBytes = 1_048_576;

/**
 * A stored blob, read once. A broken connection is resumed at its last byte, by a range request or, if the registry
 * does not support them, by skipping the bytes already read. If one endpoint fails, the next one is used. The bytes
 * are not verified here. Errors are `Failure`s (`registry-unreachable`, `registry-refused`, `bad-image`,
 * `interrupted`).
 */
export function blobStream(blob: RegistryBlob, transport: Transport, signal?: AbortSignal): Readable {
  return Readable.from(chunksOf(blob, transport, signal), { objectMode: true, highWaterMark: 16 });
}

async function* chunksOf(blob: RegistryBlob, transport: Transport, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const missed: string[] = [];
  let offset = 0;
  for (const [index, endpoint] of blob.endpoints.entries()) {
    const client = registryClient(endpoint, transport);
    let failed = 0;
    let mark = offset;
    for (let reachable = true; reachable && offset < blob.size;) {
      try {
        for await (const chunk of chunksFrom(client, blob, offset, signal)) {
          offset += chunk.length;
          if (offset - mark >= progressBytes) {
            failed = 0;
            mark = offset;
          }
          yield chunk;
        }
        if (offset < blob.size) {
          throw new Transient(`${endpoint.host} ended a blob after ${offset} of ${blob.size} bytes`);
        }
      } catch (trouble) {
        try {
          await backOff(trouble, ++failed, signal, registryPeer);
        } catch (error) {
          if (!(error instanceof Failure) || error.code === "interrupted") throw error;
          if (index === blob.endpoints.length - 1) throw withMissed(error, missed);
          missed.push(error.message);
          reachable = false;
        }
      }
    }
  }
}

async function* chunksFrom(
  client: RegistryClient,
  { digest, size }: RegistryBlob,
  offset: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const answer = await client.ask({
    path: `blobs/${digest}`,
    what: `blob ${digest}`,
    headers: offset === 0 ? {} : { Range: `bytes=${offset}-` },
    signal,
  });
  const { host } = client.endpoint;
  try {
    const length = Number(answer.headers["content-length"] ?? Number.NaN);
    const partial = answer.status === 206;
    if (partial && !answer.headers["content-range"]?.startsWith(`bytes ${offset}-`)) {
      throw wrongBytes(`${host} was asked for a blob from byte ${offset} on and sends another part`);
    }
    if (!Number.isNaN(length) && length !== (partial ? size - offset : size)) {
      throw wrongBytes(`${host} sends ${length} bytes of ${digest}, its manifest says ${size}`);
    }
    let over = partial ? 0 : offset;
    for await (const chunk of answer.body) {
      const alreadyRead = Math.min(over, chunk.length);
      over -= alreadyRead;
      if (alreadyRead < chunk.length) yield chunk.subarray(alreadyRead);
    }
  } finally {
    answer.close();
  }
}

function wrongBytes(message: string): Failure {
  return new Failure("bad-image", `${message}.`, {
    hint: "Push the image again; if a proxy or mirror stands between, ask the registry itself.",
  });
}
