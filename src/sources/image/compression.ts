/** How bytes are packed, told by their magic numbers (RFC 1952, RFC 8878; a zstd skippable frame may come first). */
export function compressionOf(bytes: Buffer): "gzip" | "zstd" | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  return bytes.length >= 4 && bytes.readUInt32LE(0) === 0xfd2fb528 ? "zstd" : undefined;
}
