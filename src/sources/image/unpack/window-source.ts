import { setImmediate } from "node:timers/promises";
import type { ByteSource } from "../bodies/byte-source.ts";
import { windowBytes } from "../bodies/byte-source.ts";

/** A source whose bytes are produced on demand in one buffer. */
export interface WindowSource extends ByteSource {
  end: number;
  /** Offset of the buffer's first byte. */
  base: number;
}

/** Calls of `fill` without a pause. */
const pauseCalls = 64;

/**
 * `fill` works for at most a few milliseconds: it appends bytes after `end`, if any, and may move the unread ones,
 * fewer than `windowBytes`, for that; it returns false if there are no more. Between calls the event loop runs now
 * and then, for Ctrl-C and timers.
 */
export function windowSource(buffer: Buffer, fill: () => boolean | Promise<boolean>): WindowSource {
  let calls = 0;

  function pull(): boolean | Promise<boolean> {
    return ++calls % pauseCalls === 0 ? setImmediate().then(fill) : fill();
  }

  async function needLate(length: number, pulled: Promise<boolean>): Promise<boolean> {
    return (await pulled) && window.need(length);
  }

  async function skipLate(length: number, pulled: Promise<boolean>): Promise<number> {
    let remaining = length;
    for (let got: boolean | Promise<boolean> = pulled; await got; got = pull()) {
      remaining -= pass(remaining);
      if (remaining === 0) break;
    }
    return length - remaining;
  }

  function pass(maxLength: number): number {
    const step = Math.min(maxLength, window.end - window.at);
    window.at += step;
    return step;
  }

  const window: WindowSource = {
    buffer,
    at: 0,
    end: 0,
    base: 0,
    get position() {
      return this.base + this.at;
    },
    need(length) {
      while (this.end - this.at < length) {
        if (length > windowBytes) throw new Error(`need(${length}) is over the window`);
        const got = pull();
        if (got !== true) return got && needLate(length, got);
      }
      return true;
    },
    skip(length) {
      let remaining = length - pass(length);
      while (remaining > 0) {
        const got = pull();
        if (got === false) return length - remaining;
        if (got !== true) return skipLate(remaining, got).then((late) => length - remaining + late);
        remaining -= pass(remaining);
      }
      return length;
    },
  };
  return window;
}
