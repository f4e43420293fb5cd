import { spawn } from "node:child_process";
import { join } from "node:path";
import { once } from "node:events";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createGzip, gzipSync } from "node:zlib";
import { sha256 } from "./oci.ts";
import { headerBlock, tarOf } from "./archive.ts";

export interface Measured {
  /** Of a `Failure`; `facts` when there was none. Anything else that went wrong fails the call. */
  readonly code: string;
  readonly message: string;
  readonly files: number;
  /** Highest resident memory of the process, in bytes. */
  readonly peak: number;
}

const source = (path: string): string => JSON.stringify(join(import.meta.dirname, "../../src", path));
const script = `
import { Failure } from ${source("domain/failure.ts")};
import { openArchive } from ${source("sources/image/archive/archive.ts")};
import { readFacts } from ${source("pipeline/image/read-facts.ts")};
const said = await readFacts(await openArchive(process.argv[1]), { secrets: true, duplicates: true }).then(
  ({ info }) => ({ code: "facts", message: "", files: info.layers.reduce((sum, { files }) => sum + files, 0) }),
  (error) => { if (!(error instanceof Failure)) throw error; return { code: error.code, message: error.message, files: 0 }; });
console.log(JSON.stringify({ ...said, peak: process.resourceUsage().maxRSS * 1024 }));`;

/** Reads everything of a docker archive in a process of its own, whose memory is told. */
export async function measured(file: string): Promise<Measured> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, file], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text) => (out += String(text)));
  child.stderr.on("data", (text) => (err += String(text)));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`reading ${file} ended with ${code}: ${err.slice(0, 2_000)}`);
  return JSON.parse(out) as Measured;
}

/** The gzip layer of these bytes, piece by piece: what it unpacks to never stands anywhere. */
export function packedLayer(bytes: Iterable<Uint8Array>): Promise<Buffer> {
  const packing = createGzip();
  Readable.from(bytes, { objectMode: false }).pipe(packing);
  return buffer(packing);
}

const piece = 64 * 1_048_576;
let packedPiece: Buffer | undefined;

/** The gzip layer of one file that begins with `head` and goes on with zeros; `size` in all. Its members are the same piece again and again. */
export function packedZeros(name: string, size: number, head: Uint8Array = new Uint8Array(0)): Buffer {
  packedPiece ??= gzipSync(Buffer.alloc(piece));
  const left = size - head.length;
  return Buffer.concat([
    gzipSync(Buffer.concat([headerBlock({ name, flag: "0", mode: 0o755, size, base256: true }), head])),
    ...Array.from({ length: Math.floor(left / piece) }, () => packedPiece ?? Buffer.alloc(0)),
    gzipSync(Buffer.alloc((left % piece) + ((512 - (size % 512)) % 512))),
  ]);
}

/** `docker save` of an image that lists this layer so many times. */
export function savedLayer(layer: Uint8Array, times = 1): Buffer {
  const list = <T>(one: T): T[] => Array.from({ length: times }, () => one);
  return tarOf([
    { path: "config.json", content: JSON.stringify({ rootfs: { diff_ids: list(sha256("x")) }, config: {} }) },
    { path: "layer.tar", content: layer },
    { path: "manifest.json", content: JSON.stringify([{ Config: "config.json", Layers: list("layer.tar") }]) },
  ]);
}
