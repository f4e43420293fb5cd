/**
 * One file's content, read from where it is stored. Valid only while the file is being visited. Reads are synchronous: out of the
 * page cache they cost microseconds.
 */
export interface FileBody {
  /** Bytes that can be read. */
  readonly size: number;
  /** True where it streams by: to read it another time means to unpack, or fetch, everything before it again. */
  readonly passes?: boolean;
  /**
   * Up to `length` bytes from `offset`, fewer at the end. They are valid as long as the body is: copy the bytes to keep them. Bytes that are not in memory
   * are put into `room` where they fit, and hold as long as nothing else is put there.
   */
  read(offset: number, length: number, room?: Uint8Array): Uint8Array;
}
