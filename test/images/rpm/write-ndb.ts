/** An `ndb` database of rpm with one page of slots; every second slot is free. */
export function writeNdb(headers: readonly Uint8Array[]): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write("RpmP", 0);
  slots.writeUInt32LE(1, 12);
  for (let at = 32; at < 4096; at += 16) slots.write("Slot", at);
  const blobs: Buffer[] = [];
  let block = 256;
  for (const [index, header] of headers.entries()) {
    const size = Math.ceil((16 + header.length + 12) / 16) * 16;
    const blob = Buffer.alloc(size);
    blob.write("BlbS", 0);
    blob.writeUInt32LE(index + 1, 4);
    blob.writeUInt32LE(header.length, 12);
    blob.set(header, 16);
    blob.write("BlbE", size - 4);
    const slot = 32 + index * 32;
    slots.writeUInt32LE(index + 1, slot + 4);
    slots.writeUInt32LE(block, slot + 8);
    slots.writeUInt32LE(size / 16, slot + 12);
    block += size / 16;
    blobs.push(blob);
  }
  return Buffer.concat([slots, ...blobs]);
}
