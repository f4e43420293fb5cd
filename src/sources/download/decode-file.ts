import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { Failure } from "../../domain/failure.ts";
import { writeTrouble } from "./write-trouble.ts";

export interface DecodeOptions {
  /** `Content-Encoding` of the response (RFC 9110, section 8.4.1; zstd: RFC 8878, section 7.2). */
  readonly encoding: string;
  readonly what: string;
  readonly host: string;
  readonly maxBytes: number;
}

/** Decompresses a response file. Memory use is independent of its size. Throws `Failure` (`bad-advisories`, `unreadable`) after removing `to`. */
export async function decodeFile(
  from: string,
  to: string,
  { encoding, what, host, maxBytes }: DecodeOptions,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const bad = (reason: string, cause?: unknown): Failure =>
    new Failure("bad-advisories", `${host} gives ${what} ${reason}.`, {
      hint: "Run it again; if a proxy or mirror stands between, try without it.",
      ...(cause !== undefined && { cause }),
    });
  const unpack = /^(x-)?gzip$/.test(encoding)
    ? createGunzip()
    : encoding === "zstd"
      ? createZstdDecompress()
      : undefined;
  if (unpack === undefined) throw bad(`packed as ${JSON.stringify(encoding.slice(0, 50))}, which it was not asked for`);
  const hash = createHash("sha256");
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        return callback(bad(`packed, and unpacked it has more than the ${maxBytes} bytes it may have`));
      hash.update(chunk);
      callback(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(from), unpack, count, createWriteStream(to, { flags: "wx", mode: 0o600 }));
  } catch (error) {
    await rm(to, { force: true });
    const damaged =
      error instanceof Error && "code" in error && /^(Z_|ZSTD_|ERR_ZLIB|ERR_ZSTD)/.test(String(error.code));
    throw damaged ? bad("packed, and damaged", error) : writeTrouble(error, to);
  }
  return { bytes, sha256: hash.digest("hex") };
}
