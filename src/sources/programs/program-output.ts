import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { ProgramCall } from "./program-call.ts";

/** Collects what a stream carries, as `call` asks. `onBeyond` is called once it is more than may be kept. */
export function keepOutput(
  stream: Readable | null,
  { maxOutputBytes: maxBytes, beyond = "end", onText }: ProgramCall,
  onBeyond: () => void,
) {
  const decoder = new StringDecoder("utf8");
  let chunks: Buffer[] = [];
  let size = 0;
  let receivedBytes = 0;
  stream?.on("data", (chunk: Buffer) => {
    receivedBytes += chunk.length;
    if (onText !== undefined) {
      if (beyond === "end" && receivedBytes > maxBytes) onBeyond();
      else onText(decoder.write(chunk));
      return;
    }
    if (beyond === "end" && receivedBytes > maxBytes) return onBeyond();
    chunks.push(chunk);
    size += chunk.length;
    // Twice the limit before it is cut: else each chunk would be copied over and over.
    if (size > 2 * maxBytes) cut();
  });
  // A broken pipe is an end like any other.
  stream?.on("error", () => {});
  const cut = (): void => {
    const joined = Buffer.concat(chunks);
    chunks = [joined.subarray(Math.max(0, joined.length - maxBytes))];
    size = chunks[0]?.length ?? 0;
  };
  return {
    bytes: () => receivedBytes,
    text(): string {
      if (size > maxBytes) cut();
      return Buffer.concat(chunks).toString("utf8");
    },
  };
}

/** Nothing may come for this long, once the program has ended, while something holds its streams open. */
const quietMs = 200;
/** What still comes after this long is not the program's. */
const drainMs = 2000;
/** A turn of the event loop reads all that the kernel holds of a stream, up to 2 MB; the kernel holds at most 1 MB of a pipe. */
const turns = 4;

/**
 * Resolves when both streams of a program that has ended are read to their end. A process that outlived it (a daemon that left the group)
 * may hold them open forever. What the program wrote is then in the kernel's buffers, so after some turns of the event loop that
 * brought nothing it has been read. Time alone would be no proof: of a process that was busy, it passes before anything is read.
 */
export async function drained(child: ChildProcess, bytes: () => number): Promise<void> {
  let closed = false;
  const { promise: close, resolve } = Promise.withResolvers<void>();
  child.once("close", () => {
    closed = true;
    resolve();
  });
  const last = performance.now() + drainMs;
  for (;;) {
    const bytesBefore = bytes();
    await Promise.race([close, sleep(quietMs, undefined, { ref: false })]);
    for (let turn = 0; turn < turns && !closed; turn++) await setImmediate();
    if (closed) return;
    if (bytes() === bytesBefore || performance.now() > last) break;
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
}
