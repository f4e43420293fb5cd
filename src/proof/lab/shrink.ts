/** True when the container still works with exactly these. It may be asked for the same set more than once. */
export type Oracle<T> = (subset: readonly T[]) => Promise<boolean>;

/** The same for several sets, which may be tried at once. */
export type Oracles<T> = (subsets: readonly (readonly T[])[]) => Promise<readonly boolean[]>;

export function oneByOne<T>(passes: Oracle<T>): Oracles<T> {
  return async (subsets) => {
    const answers: boolean[] = [];
    for (const subset of subsets) answers.push(await passes(subset));
    return answers;
  };
}

export interface ShrinkAdvice<T> {
  /** Elements that will probably stay are tried at once: nothing is lost when all of them do. */
  readonly likelyNeeded?: (element: T) => boolean;
  /** How many of the others are tried at once, default 1: as many as run beside each other, since the next one then takes no time of its own. */
  readonly othersAtOnce?: number;
}

/**
 * Removes one element at a time from a `set` that passes, until no single one can go. Need is not monotone (a set can fail
 * where a smaller one passes), so after a removal the elements kept so far are tried again: at the end, the result itself
 * has passed and each element's absence from exactly this result has failed. The order of `set` is that of the attempts:
 * with those first that will probably go, n elements take n questions.
 */
export async function shrink<T>(set: readonly T[], passes: Oracles<T>, advice: ShrinkAdvice<T> = {}): Promise<T[]> {
  const { likelyNeeded = () => false, othersAtOnce = 1 } = advice;
  let kept = [...set];
  const needed = new Set<T>();
  // What failed in a larger set comes last: one pass over all before anything is asked again.
  const doubtful = new Set<T>();
  for (;;) {
    const left = kept.filter((element) => !needed.has(element));
    const open = [
      ...left.filter((element) => !doubtful.has(element)),
      ...left.filter((element) => doubtful.has(element)),
    ];
    const [next] = open;
    if (next === undefined) return kept;
    const batch = likelyNeeded(next)
      ? open.filter(likelyNeeded)
      : open.filter((element) => !likelyNeeded(element)).slice(0, othersAtOnce);
    const answers = await passes(batch.map((element) => without(kept, element)));
    const spare = new Set(batch.filter((_, at) => answers[at]));
    if (spare.size > 1) {
      // Each can go alone: mostly all can.
      const fewer = kept.filter((element) => !spare.has(element));
      const [passed] = await passes([fewer]);
      if (passed === true) {
        kept = fewer;
        needed.clear();
        continue;
      }
    }
    const [first] = spare;
    if (first !== undefined) {
      kept = without(kept, first);
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
 * A set that passes, out of `all`, when nothing was observed: the empty set first, then the guesses (prefixes of `all`, by
 * length), then by halving the shortest prefix that passes together with what is kept; its last element is needed. That `all`
 * passes is taken for granted: undefined when it turns out otherwise. The result was asked for and passed; it may hold more
 * than is needed: `shrink` it.
 */
export async function search<T>(
  all: readonly T[],
  passes: Oracle<T>,
  guesses: readonly number[] = [],
): Promise<T[] | undefined> {
  let kept: T[] = [];
  let rest = [...all];
  if (await passes(kept)) return kept;
  let failed = 0;
  for (const length of guesses) {
    if (await passes(rest.slice(0, length))) return rest.slice(0, length);
    failed = length;
  }
  while (rest.length > 0) {
    let low = failed;
    let high = rest.length;
    // Invariant: the prefix of length `high` passes, that of length `low` fails.
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (await passes([...kept, ...rest.slice(0, middle)])) high = middle;
      else low = middle;
    }
    kept = [...kept, rest[high - 1] as T];
    rest = rest.slice(0, high - 1);
    failed = 0;
    if (await passes(kept)) return kept;
  }
  return undefined;
}
