/** True when the container still works with exactly these. It may be asked for the same set more than once. */
export type Oracle<T> = (subset: readonly T[]) => Promise<boolean>;

/**
 * Removes one element at a time from a `set` that passes, until no single one can go. Need is not monotone (a set can fail
 * where a smaller one passes), so after a removal the elements kept so far are tried again: at the end, the result itself
 * has passed and each element's absence from exactly this result has failed.
 */
export async function shrink<T>(set: readonly T[], passes: Oracle<T>): Promise<T[]> {
  let kept = [...set];
  const needed = new Set<T>();
  for (;;) {
    const candidates = kept.filter((element) => !needed.has(element));
    if (candidates.length === 0) return kept;
    // One pass over all before anything is asked again: a failing question is asked of two containers.
    for (const candidate of candidates) {
      const without = kept.filter((element) => element !== candidate);
      if (await passes(without)) {
        kept = without;
        needed.clear();
      } else needed.add(candidate);
    }
  }
}

/**
 * A set that passes, out of `all`, when nothing was observed: the empty set first, then by halving the shortest prefix that
 * passes together with what is kept; its last element is needed. Undefined when `all` fails too.
 * The result was asked for and passed; it may hold more than is needed where need is not monotone: `shrink` it.
 */
export async function search<T>(all: readonly T[], passes: Oracle<T>): Promise<T[] | undefined> {
  let kept: T[] = [];
  let rest = [...all];
  while (!(await passes(kept))) {
    let low = 0;
    let high = rest.length;
    if (high === 0 || !(await passes([...kept, ...rest]))) return undefined;
    // Invariant: the prefix of length `high` passed, that of length `low` failed.
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (await passes([...kept, ...rest.slice(0, middle)])) high = middle;
      else low = middle;
    }
    const needed = rest[high - 1] as T;
    kept = [...kept, needed];
    rest = rest.slice(0, high - 1);
  }
  return kept;
}
