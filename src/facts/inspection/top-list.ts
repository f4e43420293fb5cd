/** The first `size` of any number of items, in the room of `size`. */
export interface TopList<T> {
  add(item: T): void;
  /** In order. */
  items(): T[];
}

/** `order` below 0 puts `a` before `b`; it must be total, or the result depends on the order of the items. */
export function topList<T>(size: number, order: (a: T, b: T) => number): TopList<T> {
  // A heap with the lowest-ranked item on top: a better one replaces it.
  const heap: T[] = [];
  const ranksLower = (at: number, otherAt: number) => {
    const [a, b] = [heap[at], heap[otherAt]];
    return a !== undefined && b !== undefined && order(a, b) > 0;
  };
  const swap = (at: number, otherAt: number) => {
    const [a, b] = [heap[at], heap[otherAt]];
    if (a === undefined || b === undefined) return;
    heap[at] = b;
    heap[otherAt] = a;
  };
  const sink = () => {
    for (let at = 0; ;) {
      let last = at;
      if (ranksLower(2 * at + 1, last)) last = 2 * at + 1;
      if (ranksLower(2 * at + 2, last)) last = 2 * at + 2;
      if (last === at) return;
      swap(at, last);
      at = last;
    }
  };
  return {
    add(item) {
      if (heap.length < size) {
        heap.push(item);
        for (let at = heap.length - 1; at > 0 && ranksLower(at, (at - 1) >> 1); at = (at - 1) >> 1)
          swap(at, (at - 1) >> 1);
        return;
      }
      const [last] = heap;
      if (last === undefined || order(item, last) >= 0) return;
      heap[0] = item;
      sink();
    },
    items: () => heap.toSorted(order),
  };
}

/** The largest first, equal ones by path. */
export function largestFirst<T extends { readonly path: string; readonly bytes: number }>(a: T, b: T): number {
  return b.bytes - a.bytes || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}
