import type { ByteSource } from "./byte-source.ts";
import { blockBytes } from "./tar-header.ts";
import type { TarSink } from "./tar.ts";

/**
 * Passes on the next `stored` bytes and skips what fills up their last block; at once as far as they are at hand. `truncated` makes the error for a
 * source that ends before.
 */
export function pourContent(
  source: ByteSource,
  stored: number,
  sink: TarSink,
  truncated: () => Error,
): Promise<void> | undefined {
  for (let left = stored; left > 0;) {
    const more = source.need(1);
    if (more === false) throw truncated();
    if (more !== true) return pourLate(source, { stored, left, more }, sink, truncated);
    left -= pour(source, left, sink);
  }
  return endContent(source, stored, sink);
}

/** The same once bytes must be waited for. */
async function pourLate(
  source: ByteSource,
  { stored, left, more }: { stored: number; left: number; more: boolean | Promise<boolean> },
  sink: TarSink,
  truncated: () => Error,
): Promise<void> {
  for (; left > 0; more = left > 0 && source.need(1)) {
    if (!(await more)) throw truncated();
    left -= pour(source, left, sink);
  }
  await endContent(source, stored, sink);
}

function pour(source: ByteSource, most: number, sink: TarSink): number {
  const { buffer, at, end } = source;
  const length = Math.min(most, end - at);
  sink.chunk(buffer.subarray(at, at + length));
  source.at += length;
  return length;
}

function endContent(source: ByteSource, stored: number, sink: TarSink): Promise<void> | undefined {
  sink.end();
  const skipped = source.skip(padded(stored) - stored);
  return typeof skipped === "number" ? undefined : skipped.then(() => {});
}

/** Up to the end of the last block. */
export function padded(length: number): number {
  return length + ((blockBytes - (length % blockBytes)) % blockBytes);
}
