import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { ProgramCall } from "./program-call.ts";

/** Collects the output of a stream, as configured in `call`. Calls `onBeyond` when it exceeds the limit. */
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
    // Cut at twice the limit, so that chunks are not copied repeatedly.
    if (size > 2 * maxBytes) cut();
  });
  // A broken pipe counts as the end.
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

/** Quiet period after the program's end while another process keeps its streams open. */
const quietMs = 200;
/** Maximum wait: later output is not the program's. */
const drainMs = 2000;
/** One event loop turn reads everything that the kernel buffers for a stream, up to 2 MB; a pipe buffers at most 1 MB. */
const turns = 4;

/**
 * Resolves when both streams of an ended program are read completely. A surviving process (a daemon that left the
 * group) may keep them open forever. The program's own output is then in the kernel's buffers, so it has been read
 * after several event loop turns without data. A timeout alone would prove nothing: in a busy process it passes
 * before anything is read.
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
