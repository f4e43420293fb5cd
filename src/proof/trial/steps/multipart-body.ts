import type { FormPart } from "../../../domain/workload/http-parts.ts";

/** Constant, since bodies of responses are compared between trials. */
const boundary = "hullproof-7MA4YWxkTrZu0gW";

export const multipartType = `multipart/form-data; boundary=${boundary}`;

/** `multipart/form-data` (RFC 7578). Appends `paddingBytes` to the last file, or else to the last part. */
export function multipartBody(parts: readonly FormPart[], paddingBytes = 0): Buffer {
  const padded = parts.findLastIndex(({ filename }) => filename !== undefined);
  const last = padded === -1 ? parts.length - 1 : padded;
  return Buffer.concat([
    ...parts.flatMap((part, at) => [
      Buffer.from(head(part)),
      part.hex === undefined ? Buffer.from(part.value ?? "") : Buffer.from(part.hex, "hex"),
      Buffer.alloc(at === last ? Math.max(0, paddingBytes) : 0, "x"),
      Buffer.from("\r\n"),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}

function head({ name, filename, type }: FormPart): string {
  const file = filename === undefined ? "" : `; filename="${quoted(filename)}"`;
  const media = type ?? (filename === undefined ? undefined : "application/octet-stream");
  const mediaLine = media === undefined ? "" : `content-type: ${media.replaceAll(/[\r\n]/gu, " ")}\r\n`;
  return `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"${file}\r\n${mediaLine}\r\n`;
}

/** Escapes like browsers (HTML, multipart/form-data encoding algorithm). */
function quoted(text: string): string {
  return text.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
