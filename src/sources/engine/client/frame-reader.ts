import { Failure } from "../../../domain/failure.ts";

export interface FramePart {
  readonly stream: "stdout" | "stderr";
  readonly bytes: Uint8Array;
}

/**
 * Parses the engine's stream of attached output without a TTY (Docker Engine API, "Stream format" of
 * ContainerAttach): frames of stream type, three zero bytes, a big-endian length, and the payload. Chunks may split
 * frames anywhere.
 */
export function frameReader() {
  const header = Buffer.alloc(8);
  let headerBytes = 0;
  let remaining = 0;
  let stream: FramePart["stream"] = "stdout";
  let frames = 0;
  return {
    /** Payloads in `chunk`, in order. Throws `engine-refused` for another format. */
    take(chunk: Uint8Array): FramePart[] {
      const parts: FramePart[] = [];
      for (let at = 0; at < chunk.length;) {
        if (remaining > 0) {
          const bytes = chunk.subarray(at, at + remaining);
          parts.push({ stream, bytes });
          remaining -= bytes.length;
          at += bytes.length;
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
        stream = kind === 1 ? "stdout" : "stderr";
        remaining = header.readUInt32BE(4);
        frames++;
      }
      return parts;
    },
    /** Number of started frames. */
    frames: () => frames,
    /** Whether it is inside a frame. */
    unfinished: () => remaining > 0 || headerBytes > 0,
  };
}
