import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { damaged } from "./damaged.ts";
import { stopWhenAborted } from "../archive/interrupted.ts";
import type { PackedBytes } from "./packed-bytes.ts";

export interface Expected {
  /** Digest of the compressed bytes: `sha256:...` or `sha512:...`. */
  readonly digest?: string;
  /** Number of compressed bytes. */
  readonly size?: number;
  /** Name of the layer in messages. */
  readonly where: string;
  readonly signal?: AbortSignal | undefined;
}

export interface CheckedBytes extends PackedBytes {
  /** Reads the remaining bytes, if there is something to verify, and throws `Failure` (`bad-image`) if size or digest differ. */
  finish(): Promise<void>;
}

const restBytes = 65_536;
/** Reads of the remaining bytes without a pause; about 30 ms. */
const pauseReads = 1_024;

/**
 * Counts and hashes bytes as they are read. Throws `Failure` (`bad-image`) as soon as there are too many, and
 * `interrupted` for one highly compressible file that would keep the archive walk from checking the signal.
 */
export function checkedBytes(packed: PackedBytes, { digest, size, where, signal }: Expected): CheckedBytes {
  const hash = digest === undefined ? undefined : createHash(algorithm(digest, where));
  let bytes = 0;

  function take(into: Uint8Array, got: number): number {
    bytes += got;
    if (size !== undefined && bytes > size) {
      throw damaged(where, `it has more than the ${size} bytes that its manifest says`);
    }
    if (got > 0) hash?.update(into.subarray(0, got));
    return got;
  }

  const checked: CheckedBytes = {
    atOnce: packed.atOnce,
    read(into) {
      stopWhenAborted(signal, where);
      const got = packed.read(into);
      return typeof got === "number" ? take(into, got) : got.then((late) => take(into, late));
    },
    async finish() {
      if (hash === undefined && size === undefined) return;
      const trailingBytes = new Uint8Array(restBytes);
      for (let reads = 1; (await checked.read(trailingBytes)) > 0; reads++)
        if (reads % pauseReads === 0) await setImmediate();
      if (size !== undefined && bytes !== size) {
        throw damaged(where, `it has ${bytes} bytes, its manifest says ${size}`);
      }
      const actualDigest = `${digest?.split(":")[0]}:${hash?.digest("hex")}`;
      if (hash !== undefined && actualDigest !== digest)
        throw damaged(where, `its digest is ${actualDigest}, not ${digest}`);
    },
    [Symbol.dispose]: () => packed[Symbol.dispose](),
  };
  return checked;
}

function algorithm(digest: string, origin: string): "sha256" | "sha512" {
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return "sha256";
  if (/^sha512:[0-9a-f]{128}$/.test(digest)) return "sha512";
  throw damaged(origin, `its digest is of no known form: ${digest.slice(0, 100)}`);
}
