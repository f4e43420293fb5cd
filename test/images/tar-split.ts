import { isUtf8 } from "node:buffer";

/**
 * What tar-split records of a tar archive with plain headers (and PAX ones): header bytes and padding in base64, files by name. `rawAtMost`
 * cuts the raw bytes into more lines than the real one does.
 */
export function tarSplitOf(tar: Buffer, { rawAtMost = Number.MAX_SAFE_INTEGER } = {}): Buffer {
  const lines: object[] = [];
  let raw = 0;
  const flush = (end: number): void => {
    for (; raw < end; raw += Math.min(rawAtMost, end - raw)) {
      const payload = tar.toString("base64", raw, Math.min(end, raw + rawAtMost));
      lines.push({ type: 2, payload, position: lines.length });
    }
  };
  let at = 0;
  while (at < tar.length) {
    const flag = tar.toString("latin1", at + 156, at + 157);
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 135), 8) || 0;
    const field = tar.subarray(at, at + 100);
    const end = field.indexOf(0);
    const name = end === -1 ? field : field.subarray(0, end);
    at += 512;
    if (flag === "0") {
      flush(at);
      const named = isUtf8(name) ? { name: name.toString() } : { name_raw: name.toString("base64") };
      lines.push({ type: 1, ...named, ...(size > 0 ? { size } : {}), payload: "AAAAAAAAAAA=", position: lines.length });
      raw = at + size;
    }
    at += Math.ceil(size / 512) * 512;
  }
  flush(tar.length);
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}
