import { blockBytes } from "../../../formats/tar/tar-header.ts";

/** Path of the whiteout that deletes `path` of lower layers, or hides all their entries in it (OCI image-spec, layer.md). */
export function whiteoutPath(path: string, opaque: boolean): string {
  const slash = path.lastIndexOf("/");
  return opaque ? `${path}/.wh..wh..opq` : `${path.slice(0, slash)}/.wh.${path.slice(slash + 1)}`;
}

/** The same as a member of a tar archive: ustar, with a PAX header if its name is long. */
export function whiteoutMember(path: string, opaque: boolean): Buffer {
  const name = Buffer.from(whiteoutPath(path, opaque).slice(1));
  if (name.length <= 100) return header(name, "0", 0);
  const record = paxRecord("path", name);
  const body = Buffer.concat([record, Buffer.alloc((blockBytes - (record.length % blockBytes)) % blockBytes)]);
  return Buffer.concat([
    header(Buffer.from("PaxHeaders"), "x", record.length),
    body,
    header(name.subarray(0, 100), "0", 0),
  ]);
}

/** `LENGTH KEY=VALUE\n`, LENGTH includes itself (POSIX.1-2001, pax). */
function paxRecord(key: string, value: Buffer): Buffer {
  const record = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from("\n")]);
  let length = record.length + 1;
  while (`${length}`.length + record.length !== length) length = `${length}`.length + record.length;
  return Buffer.concat([Buffer.from(`${length}`), record]);
}

/** POSIX.1-1988 ustar. */
function header(name: Buffer, flag: string, size: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.set(name, 0);
  for (const [at, width, value] of [
    [100, 8, 0],
    [108, 8, 0],
    [116, 8, 0],
    [124, 12, size],
    [136, 12, 0],
  ] as const) {
    block.write(value.toString(8).padStart(width - 1, "0"), at, "latin1");
  }
  block.write("        ", 148, "latin1");
  block.write(flag, 156, "latin1");
  block.write("ustar\u000000", 257, "latin1");
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}
