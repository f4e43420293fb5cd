import type { ByteSource } from "../bodies/byte-source.ts";
import { windowBytes } from "../bodies/byte-source.ts";
import type { Failure } from "../../../domain/failure.ts";
import { badTar, blockBytes } from "../../../formats/tar/tar-header.ts";
import type { TarSink } from "./tar-sink.ts";

/**
 * Passes on the next `stored` bytes and skips the padding of their last block; synchronous as far as they are
 * available. Throws `Failure` (`bad-image`) for a source that ends before.
 */
export function pourContent(
  source: ByteSource,
  stored: number,
  sink: TarSink,
  origin: string,
): Promise<void> | undefined {
  for (let remaining = stored; remaining > 0;) {
    const pending = source.need(1);
    if (pending === false) throw truncated(origin);
    if (pending !== true) return pourLate(source, { stored, left: remaining, more: pending }, sink, origin);
    remaining -= pour(source, remaining, sink);
  }
  return endContent(source, stored, sink);
}

/** The asynchronous part, when bytes are not yet available. */
async function pourLate(
  source: ByteSource,
  { stored, left, more }: { stored: number; left: number; more: boolean | Promise<boolean> },
  sink: TarSink,
  origin: string,
): Promise<void> {
  for (; left > 0; more = left > 0 && source.need(1)) {
    if (!(await more)) throw truncated(origin);
    left -= pour(source, left, sink);
  }
  await endContent(source, stored, sink);
}

function pour(source: ByteSource, maxLength: number, sink: TarSink): number {
  const { buffer, at, end } = source;
  const length = Math.min(maxLength, end - at);
  sink.chunk(buffer.subarray(at, at + length));
  source.at += length;
  return length;
}

function endContent(source: ByteSource, stored: number, sink: TarSink): Promise<void> | undefined {
  sink.end();
  const skipped = source.skip(padded(stored) - stored);
  return typeof skipped === "number" ? undefined : skipped.then(() => {});
}

/** The next bytes, of any number; skips their padding. Throws `Failure` (`bad-image`). */
export async function takeAll(source: ByteSource, length: number, origin: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let remaining = length; remaining > 0;) {
    const step = Math.min(remaining, windowBytes);
    if (!(await source.need(step))) throw truncated(origin);
    parts.push(copied(source, step));
    remaining -= step;
  }
  await source.skip(padded(length) - length);
  return Buffer.concat(parts, length);
}

/** The next bytes, which are available. */
export function copied(source: ByteSource, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  source.buffer.copy(bytes, 0, source.at, source.at + length);
  source.at += length;
  return bytes;
}

/** Rounded up to the end of the last block. */
export function padded(length: number): number {
  return length + ((blockBytes - (length % blockBytes)) % blockBytes);
}

export function truncated(origin: string): Failure {
  return badTar(origin, "it ends in the middle of a member");
}
