import { isUtf8 } from "node:buffer";

/** UTF-8 where it is; other bytes are written as `\xNN`, so that two names never become one. */
export function decodeName(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  return bytes.toString("latin1").replace(/[\u0080-\u00ff]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`);
}
