import type { ByteSource } from "../bodies/byte-source.ts";
import { windowBytes } from "../bodies/byte-source.ts";
import { damaged } from "./damaged.ts";
import type { PackedBytes } from "./packed-bytes.ts";
import { windowSource } from "./window-source.ts";
import type { GunzipNeed } from "./gunzip.ts";
import { gunzip } from "./gunzip.ts";
import { releaseInflater, slideWindow, acquireInflater } from "./inflater.ts";

/**
 * The content of gzip data, synchronous as far as the compressed bytes are available. The available bytes are in the
 * decoder's own memory. Damage is a `Failure` (`bad-image`), after all bytes before it.
 */
export function gunzipSource(packed: PackedBytes, source: string): ByteSource & Disposable {
  const inflater = acquireInflater();
  const { bytes, inputStart, inputSize, inputAt, inputEnd, outputAt } = inflater;
  const input = bytes.subarray(inputStart.value, inputStart.value + inputSize.value);
  const steps = gunzip(inflater);
  let pendingNeed: GunzipNeed | undefined;
  let over = false;
  let closed = false;
  let trouble: Error | undefined;
  const window = windowSource(bytes, refill);
  window.at = window.end = outputAt.value;
  window.base = -outputAt.value;

  function refill(): boolean | Promise<boolean> {
    if (over) {
      if (trouble !== undefined) throw trouble;
      return false;
    }
    if (pendingNeed === "room") slide();
    const got = pendingNeed === "input" ? packed.read(input) : 1;
    return typeof got === "number" ? run(got) : got.then((late) => !closed && run(late));
  }

  /** Continues with this many bytes of input. True: there may be more. */
  function run(got: number): boolean {
    if (pendingNeed === "input") {
      inputAt.value = inputStart.value;
      inputEnd.value = inputStart.value + got;
    }
    try {
      const step = steps.next(got === 0);
      over = step.done === true;
      pendingNeed = step.value ?? undefined;
    } catch (error) {
      over = true;
      const reason = error instanceof Error ? error.message : String(error);
      trouble = damaged(source, `its gzip data is damaged: ${reason}`, error);
    }
    window.end = outputAt.value;
    return true;
  }

  function slide(): void {
    const moved = slideWindow(inflater, window.at);
    window.at -= moved;
    window.end -= moved;
    window.base += moved;
  }

  const body = {
    size: 0,
    passes: true,
    read(offset: number, maxLength: number): Uint8Array {
      while (window.end - window.at < body.size && refill() === true);
      const from = window.at + offset;
      const length = Math.min(maxLength, body.size - offset, window.end - from);
      return new Uint8Array(bytes.buffer, bytes.byteOffset + from, Math.max(0, length));
    },
  };
  return Object.assign(window, {
    body(length: number) {
      const fits = length <= windowBytes && (packed.atOnce || length <= window.end - window.at);
      if (!fits) return undefined;
      body.size = length;
      return body;
    },
    [Symbol.dispose]() {
      if (closed) return;
      closed = over = true;
      window.at = window.end;
      releaseInflater(inflater);
    },
  });
}
