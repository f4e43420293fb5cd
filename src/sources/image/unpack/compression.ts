export type Compression = "gzip" | "zstd" | "bzip2" | "xz";

/** Number of bytes that `compressionOf` needs. */
export const magicBytes = 6;

/**
 * Compression of data by its first bytes, regardless of its media type. Magic numbers: RFC 1952 section 2.3.1, RFC
 * 8878 section 3.1.1 (3.1.2: skippable frames, with which zstd data may start), bzip2(1), the .xz file format section
 * 2.1.1.1.
 */
export function compressionOf(head: Buffer): Compression | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head.length >= 4 && isZstdMagic(head.readUInt32LE(0))) return "zstd";
  if (head.length >= 4 && head.toString("latin1", 0, 3) === "BZh" && /[1-9]/.test(String.fromCharCode(head[3] ?? 0))) {
    return "bzip2";
  }
  return head.length >= 6 && head.toString("latin1", 0, 6) === "\xfd7zXZ\0" ? "xz" : undefined;
}

export const zstdMagic = 0xfd2fb528;

/** The magic number of a zstd frame or of a skippable one. */
function isZstdMagic(magic: number): boolean {
  return magic === zstdMagic || isSkippableMagic(magic);
}

/** 0x184D2A50 to 0x184D2A5F. */
export function isSkippableMagic(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}
