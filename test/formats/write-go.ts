const magic = Buffer.from(`\xff Go${" buildinf:"}`, "latin1");

/** The module list between the linker's markers. */
export function framed(modules: string): Buffer {
  const marker = Buffer.alloc(16, 0x30);
  return Buffer.concat([marker, Buffer.from(modules), marker]);
}

/** Go's build information as 1.18 and later write it: the header and two strings after their lengths. */
export function writeBuildInfo(goVersion: string, modules: string): Buffer {
  const header = Buffer.alloc(32);
  magic.copy(header);
  header[15] = 2;
  const text = modules === "" ? Buffer.alloc(0) : framed(modules);
  return Buffer.concat([header, varint(goVersion.length), Buffer.from(goVersion), varint(text.length), text]);
}

/** As before 1.18: pointers to Go strings. `address` is where these bytes will be mapped. */
export function writePointedBuildInfo(
  goVersion: string,
  modules: string,
  address: number,
  wordSize: 4 | 8,
  bigEndian: boolean,
): Buffer {
  const text = framed(modules);
  const bytes = Buffer.alloc(32 + 4 * wordSize + goVersion.length + text.length);
  magic.copy(bytes);
  bytes[14] = wordSize;
  bytes[15] = bigEndian ? 1 : 0;
  const word = (at: number, value: number) => {
    if (bigEndian) bytes.writeUInt32BE(value, at + wordSize - 4);
    else bytes.writeUInt32LE(value, at);
  };
  const strings = 32 + 4 * wordSize;
  word(16, address + 32);
  word(16 + wordSize, address + 32 + 2 * wordSize);
  word(32, address + strings);
  word(32 + wordSize, goVersion.length);
  word(32 + 2 * wordSize, address + strings + goVersion.length);
  word(32 + 3 * wordSize, text.length);
  bytes.write(goVersion, strings);
  text.copy(bytes, strings + goVersion.length);
  return bytes;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) | 0x80);
  }
}
