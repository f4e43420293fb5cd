/** `1 MB`, `200 kB`, `1500 bytes`: a number of bytes that someone chose, without rounding. */
export function sizeText(bytes: number): string {
  if (bytes >= 1e6 && bytes % 1e6 === 0) return `${bytes / 1e6} MB`;
  return bytes >= 1000 && bytes % 1000 === 0 ? `${bytes / 1000} kB` : `${bytes} bytes`;
}
