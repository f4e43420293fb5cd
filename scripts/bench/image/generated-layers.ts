import { fileWriter, padding, tarHeader, writeChecksum, type ByteWriter } from "./tar-writer.ts";

/** Text of three megabytes that packs about as well as code does: words in no order (xorshift32). */
function wordPool(): Buffer {
  const words =
    "const return export value index { } => ( ) [ ] ; error buffer length function string 0x1f type of import path";
  const list = words.split(" ");
  const pool = Buffer.alloc(3_145_728);
  let state = 20_261_124;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let at = 0; at < pool.length;) {
    const drawn = next();
    const word = drawn % 7 === 0 ? next().toString(36) : (list[drawn % list.length] ?? "");
    at += pool.write(drawn % 11 === 0 ? `${word}\n` : `${word} `, at, "latin1");
  }
  return pool;
}

function put(writer: ByteWriter, name: string, content: Uint8Array): void {
  writer.write(tarHeader({ name, size: content.length }));
  writer.write(content);
  writer.write(Buffer.alloc(padding(content.length)));
}

/**
 * A layer of `files` generated files of about `meanBytes`, in folders of fifty. A third of the folders are npm packages, a tenth
 * Python distributions; each layer rewrites some files of the one before it and deletes others.
 */
export function writeGeneratedLayer(path: string, number: number, files: number, meanBytes: number): void {
  const pool = wordPool();
  const writer = fileWriter(path);
  writer.write(tarHeader({ name: "srv/", size: 0 }));
  for (let at = 0; at < files; at++) {
    const folder = Math.floor(at / 50);
    const base = `srv/part-${number}/f${folder}/`;
    if (at % 50 === 0) {
      writer.write(tarHeader({ name: base, size: 0 }));
      const version = `${number}.${folder % 20}.${folder % 7}`;
      if (folder % 3 === 0) {
        const text = JSON.stringify({ name: `made-${number}-${folder}`, version, license: "MIT" });
        put(writer, `srv/part-${number}/node_modules/made-${number}-${folder}/package.json`, Buffer.from(text));
      }
      if (folder % 10 === 0) {
        const name = `made_${number}_${folder}`;
        const text = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nLicense: MIT\n`;
        put(writer, `usr/lib/python3/site-packages/${name}-${version}.dist-info/METADATA`, Buffer.from(text));
      }
    }
    // Sizes spread from next to nothing to four times the mean, and one large file in a thousand.
    const spread = ((at * 2_654_435_761) >>> 0) / 2 ** 32;
    const size = Math.min(Math.floor(meanBytes * spread ** 2 * (at % 1_000 === 0 ? 40 : 2.6)), pool.length / 2);
    const from = (at * 7_919 + number * 104_729) % (pool.length - size);
    put(writer, `${base}m${at}.js`, pool.subarray(from, from + size));
  }
  if (number > 1) {
    for (let at = 0; at < files; at += 500) {
      const below = `srv/part-${number - 1}/f${Math.floor(at / 50)}/`;
      put(writer, `${below}m${at}.js`, pool.subarray(at, at + 2_000));
      put(writer, `${below}.wh.m${at + 1}.js`, new Uint8Array(0));
    }
  }
  writer.write(Buffer.alloc(1024));
  writer.end();
}

/** A layer of nothing but `files` empty files, a thousand to a folder. */
export function writeEmptyFiles(path: string, files: number): void {
  const writer = fileWriter(path);
  const header = tarHeader({ name: "many/0000/file-000", size: 0 });
  for (let at = 0; at < files; at++) {
    const folder = String(Math.floor(at / 1_000)).padStart(4, "0");
    if (at % 1_000 === 0) writer.write(tarHeader({ name: `many/${folder}/`, size: 0 }));
    header.write(folder, 5, "latin1");
    header.write(String(at % 1_000).padStart(3, "0"), 15, "latin1");
    writeChecksum(header);
    writer.write(header);
  }
  writer.write(Buffer.alloc(1024));
  writer.end();
}
