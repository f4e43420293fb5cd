/** `length` bytes of `room`, or a new buffer if there is none or it is too small. */
export function inRoom(length: number, room: Uint8Array | undefined): Uint8Array {
  return room === undefined || room.length < length ? new Uint8Array(length) : room.subarray(0, length);
}
