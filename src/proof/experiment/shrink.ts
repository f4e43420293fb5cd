/** True if the container still works with exactly these. May be called repeatedly with the same set. */
export type Oracle<T> = (subset: readonly T[]) => Promise<boolean>;

/** The same for several sets, which may be tried in parallel. */
export type Oracles<T> = (subsets: readonly (readonly T[])[]) => Promise<readonly boolean[]>;

export function oneByOne<T>(passes: Oracle<T>): Oracles<T> {
  return async (subsets) => {
    const answers: boolean[] = [];
    for (const subset of subsets) answers.push(await passes(subset));
    return answers;
  };
}

export interface ShrinkAdvice<T> {
  /** Elements that will probably stay are tried in parallel: this costs nothing if all of them do. */
  readonly likelyNeeded?: (element: T) => boolean;
  /**
   * Maximum number of parallel attempts, default 1: as many as run in parallel, since another one then takes no extra
   * time.
   */
  readonly othersAtOnce?: number;
}

/**
 * Removes one element at a time from a passing `set` until no single one can go. Need is not monotone (a set can fail
 * where a smaller one passes), so after a removal the kept elements are tried again: at the end, the result itself has
 * passed and each element's absence from exactly this result has failed. `set` is the order of attempts: with the
 * likely removals first, n elements take n experiments.
 */
export async function shrink<T>(set: readonly T[], passes: Oracles<T>, advice: ShrinkAdvice<T> = {}): Promise<T[]> {
  const { likelyNeeded = () => false, othersAtOnce = 1 } = advice;
  let currentSet = [...set];
  const needed = new Set<T>();
  // Elements that failed in a larger set come last: one pass over all before any is repeated.
  const doubtful = new Set<T>();
  for (;;) {
    const undecidedElements = currentSet.filter((element) => !needed.has(element));
    const open = [
      ...undecidedElements.filter((element) => !doubtful.has(element)),
      ...undecidedElements.filter((element) => doubtful.has(element)),
    ];
    const [next] = open;
    if (next === undefined) return currentSet;
    const batch = likelyNeeded(next)
      ? open.filter(likelyNeeded)
      : open.filter((element) => !likelyNeeded(element)).slice(0, othersAtOnce);
    const answers = await passes(batch.map((element) => without(currentSet, element)));
    const spare = new Set(batch.filter((_, at) => answers[at]));
    if (spare.size > 1) {
      // Each can be removed alone: usually all can.
      const fewer = currentSet.filter((element) => !spare.has(element));
      const [passed] = await passes([fewer]);
      if (passed === true) {
        currentSet = fewer;
        needed.clear();
        continue;
      }
    }
    const [first] = spare;
    if (first !== undefined) {
      currentSet = without(currentSet, first);
      needed.clear();
      continue;
    }
    for (const element of batch) {
      needed.add(element);
      doubtful.add(element);
    }
  }
}

function without<T>(set: readonly T[], element: T): T[] {
  return set.filter((other) => other !== element);
}

/**
 * Finds a passing subset of `elements` without observations: first the empty set, then the guesses (prefixes of
 * `elements`, by length), then by halving the shortest prefix that passes together with the needed elements; its last
 * element is needed. Assumes that `elements` passes: undefined otherwise. The result has passed and may be larger than
 * needed: `shrink` it.
 */
export async function search<T>(
  elements: readonly T[],
  passes: Oracle<T>,
  guesses: readonly number[] = [],
): Promise<T[] | undefined> {
  let neededElements: T[] = [];
  let candidateElements = [...elements];
  if (await passes(neededElements)) return neededElements;
  let failed = 0;
  for (const length of guesses) {
    if (await passes(candidateElements.slice(0, length))) return candidateElements.slice(0, length);
    failed = length;
  }
  while (candidateElements.length > 0) {
    let low = failed;
    let high = candidateElements.length;
    // Invariant: the prefix of length `high` passes, that of length `low` fails.
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (await passes([...neededElements, ...candidateElements.slice(0, middle)])) high = middle;
      else low = middle;
    }
    neededElements = [...neededElements, candidateElements[high - 1] as T];
    candidateElements = candidateElements.slice(0, high - 1);
    failed = 0;
    if (await passes(neededElements)) return neededElements;
  }
  return undefined;
}
