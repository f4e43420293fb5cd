import { Failure } from "../../../domain/failure.ts";

/** Output kept of one stream; what is beyond is counted and left out in the middle. */
const outputLimit = 4 * 1024 * 1024;

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  /** What came, frames and headers included. */
  readonly bytes: number;
  readonly frames: number;
  /** More came than `most`: the rest was not read. */
  readonly cut: boolean;
}

/**
 * Decodes the engine's stream of attached output without a TTY (Docker Engine API, "Stream format" of ContainerAttach): frames of
 * stream type, three zero bytes, a big-endian length, and the payload. Frames and chunks end where they like. Memory is bounded by
 * `limit` bytes for each stream, time by `most` bytes in all.
 */
export async function readMultiplexed(
  stream: AsyncIterable<Uint8Array>,
  { limit = outputLimit, most = Infinity }: { readonly limit?: number; readonly most?: number } = {},
): Promise<Output> {
  const stdout = boundedText(limit);
  const stderr = boundedText(limit);
  const header = Buffer.alloc(8);
  let headerBytes = 0;
  let left = 0;
  let sink = stdout;
  let bytes = 0;
  let frames = 0;
  const output = (cut: boolean): Output => ({ stdout: stdout.text(), stderr: stderr.text(), bytes, frames, cut });
  for await (const chunk of stream) {
    bytes += chunk.length;
    let at = 0;
    while (at < chunk.length) {
      if (left > 0) {
        const part = chunk.subarray(at, at + left);
        sink.add(part);
        left -= part.length;
        at += part.length;
        continue;
      }
      const part = chunk.subarray(at, at + 8 - headerBytes);
      header.set(part, headerBytes);
      headerBytes += part.length;
      at += part.length;
      if (headerBytes < 8) continue;
      headerBytes = 0;
      const [kind, ...zeros] = header.subarray(0, 4);
      if ((kind !== 1 && kind !== 2) || zeros.some((byte) => byte !== 0)) {
        throw new Failure("engine-refused", "The engine's output stream is not in the multiplexed format.", {
          hint: "hullproof reads containers without a TTY; check that nothing sits between it and the engine.",
        });
      }
      sink = kind === 1 ? stdout : stderr;
      left = header.readUInt32BE(4);
      frames++;
    }
    if (bytes > most) return output(true);
  }
  if (left > 0 || headerBytes > 0) {
    throw new Failure("engine-died", "The engine's output stream ended in the middle of a frame.", {
      hint: "See whether the engine still runs (`docker info`), then run again.",
    });
  }
  return output(false);
}

/** Keeps the first and the last half of the limit: how it began and how it ended tell most. */
function boundedText(limit: number) {
  const half = Math.floor(limit / 2);
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let tail: Uint8Array[] = [];
  let tailBytes = 0;
  let dropped = 0;
  const trimTail = () => {
    const all = Buffer.concat(tail);
    dropped += Math.max(0, all.length - half);
    tail = [all.subarray(Math.max(0, all.length - half))];
    tailBytes = tail[0]?.length ?? 0;
  };
  return {
    add(bytes: Uint8Array): void {
      const first = bytes.subarray(0, half - headBytes);
      if (first.length > 0) head.push(Buffer.from(first));
      headBytes += first.length;
      const rest = bytes.subarray(first.length);
      if (rest.length === 0) return;
      tail.push(Buffer.from(rest));
      tailBytes += rest.length;
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
