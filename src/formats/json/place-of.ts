/** `line 3, column 14` of a byte offset; columns are bytes. */
export function placeOf(bytes: Uint8Array, offset: number): string {
  let line = 1;
  let start = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < offset; at = bytes.indexOf(0x0a, at + 1)) {
    line++;
    start = at + 1;
  }
  return `line ${line}, column ${offset - start + 1}`;
}
