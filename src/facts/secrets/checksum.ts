const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const digits = 6;

/**
 * Whether a token ends in the CRC-32 of what stands between its prefix and the last six letters, in base 62 with leading zeros.
 * GitHub's tokens of 2021 do (github.blog, "Behind GitHub's new authentication token formats"), and npm's after them.
 */
export function endsInChecksum(token: string, prefix: number): boolean {
  const body = token.slice(prefix, -digits);
  return token.slice(-digits) === checksum(body);
}

/** The six letters that a token with this body ends in. */
export function checksum(body: string): string {
  let rest = crc32(body);
  let text = "";
  for (let at = 0; at < digits; at++) {
    text = (base62[rest % 62] ?? "") + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** CRC-32 of ISO 3309, as zlib and PNG have it; the texts are ASCII. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
