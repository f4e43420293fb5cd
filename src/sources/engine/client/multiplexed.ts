import { Failure } from "../../../domain/failure.ts";
import { frameReader } from "./frame-reader.ts";

/** Output limit of one stream; excess bytes are counted and omitted in the middle. */
const outputLimit = 4 * 1024 * 1024;

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  /** Received bytes, including frame headers. */
  readonly bytes: number;
  readonly frames: number;
  /** Whether more than `most` bytes arrived: the rest was not read. */
  readonly cut: boolean;
}

/**
 * Decodes the engine's stream of attached output, see `frameReader`. Memory is bounded by `limit` bytes per stream,
 * time by `most` bytes in total.
 */
export async function readMultiplexed(
  stream: AsyncIterable<Uint8Array>,
  { limit = outputLimit, most = Infinity }: { readonly limit?: number; readonly most?: number } = {},
): Promise<Output> {
  const sinks = { stdout: boundedText(limit), stderr: boundedText(limit) };
  const reader = frameReader();
  let bytes = 0;
  const output = (cut: boolean): Output => ({
    stdout: sinks.stdout.text(),
    stderr: sinks.stderr.text(),
    bytes,
    frames: reader.frames(),
    cut,
  });
  for await (const chunk of stream) {
    bytes += chunk.length;
    for (const part of reader.take(chunk)) sinks[part.stream].add(part.bytes);
    if (bytes > most) return output(true);
  }
  if (reader.unfinished()) {
    throw new Failure("engine-died", "The engine's output stream ended in the middle of a frame.", {
      hint: "See whether the engine still runs (`docker info`), then run again.",
    });
  }
  return output(false);
}

/** Keeps the first and the last half of the limit: the start and the end of the output are the most informative. */
function boundedText(limit: number) {
  const half = Math.floor(limit / 2);
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let tail: Uint8Array[] = [];
  let tailBytes = 0;
  let dropped = 0;
  const trimTail = () => {
    const joined = Buffer.concat(tail);
    dropped += Math.max(0, joined.length - half);
    tail = [joined.subarray(Math.max(0, joined.length - half))];
    tailBytes = tail[0]?.length ?? 0;
  };
  return {
    add(bytes: Uint8Array): void {
      const first = bytes.subarray(0, half - headBytes);
      if (first.length > 0) head.push(Buffer.from(first));
      headBytes += first.length;
      const tailBytesOfChunk = bytes.subarray(first.length);
      if (tailBytesOfChunk.length === 0) return;
      tail.push(Buffer.from(tailBytesOfChunk));
      tailBytes += tailBytesOfChunk.length;
      if (tailBytes > limit) trimTail();
    },
    text(): string {
      if (tailBytes > half) trimTail();
      const gap =
        dropped === 0 ? "" : `\n[hullproof left out ${dropped} bytes here: ${limit} are kept of each stream]\n`;
      if (gap === "") return Buffer.concat([...head, ...tail]).toString("utf8");
      return Buffer.concat(head).toString("utf8") + gap + Buffer.concat(tail).toString("utf8");
    },
  };
}
