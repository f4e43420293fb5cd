/**
 * Room for the windows that one search reads. A new one for each MiB of a large program would keep the garbage collector busy; two searches at a
 * time, one within the other, must not share one.
 */
export interface WindowRoom extends Disposable {
  readonly bytes: Uint8Array;
}

/** A window, and what it overlaps the next with. */
const roomBytes = 1024 * 1024 + 16 * 1024;
const spares: Uint8Array[] = [];

export function windowRoom(): WindowRoom {
  const bytes = spares.pop() ?? new Uint8Array(roomBytes);
  return {
    bytes,
    [Symbol.dispose]() {
      if (spares.length === 0) spares.push(bytes);
    },
  };
}
