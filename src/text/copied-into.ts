/** A larger array that begins with what the other holds. */
export function copiedInto<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
