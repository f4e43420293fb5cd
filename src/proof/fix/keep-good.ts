/**
 * Keeps as many of `items` as hold together, and says of each of the others what it broke. `test` answers with the problem of
 * a set, undefined when it holds; the empty set is taken to hold. All are tried at once. While they break, halving finds the
 * first item that breaks what stands before it: k culprits among n cost about k log n tests. Where many break, each is tried
 * by itself, so it is never more than n + log n + 1. What is kept was tested as a whole, and so was each culprit on top of
 * it: of two that break only together the first stays.
 */
export async function keepGood<Item>(
  items: readonly Item[],
  test: (set: readonly Item[]) => Promise<string | undefined>,
  /** The problem of all together, where it is known. */
  known?: string,
): Promise<{ readonly kept: readonly Item[]; readonly broke: ReadonlyMap<Item, string> }> {
  const kept: Item[] = [];
  const broke = new Map<Item, string>();
  let tests = 0;
  const ask = (more: readonly Item[]): Promise<string | undefined> => {
    tests++;
    return test([...kept, ...more]);
  };
  const most = items.length + halvings(items.length) + 1;
  let left = items;
  let problem = items.length === 0 ? undefined : (known ?? (await ask(left)));
  while (problem !== undefined) {
    if (tests + halvings(left.length) + left.length > most) {
      await oneByOne(left);
      return { kept, broke };
    }
    // Invariant: the first `low` hold, the first `high` do not, and `why` is their problem.
    let [low, high, why] = [0, left.length, problem];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const answer = await ask(left.slice(0, middle));
      if (answer === undefined) low = middle;
      else [high, why] = [middle, answer];
    }
    kept.push(...left.slice(0, low));
    for (const culprit of left.slice(low, high)) broke.set(culprit, why);
    left = left.slice(high);
    problem = left.length === 0 ? undefined : await ask(left);
  }
  kept.push(...left);
  return { kept, broke };

  async function oneByOne(rest: readonly Item[]): Promise<void> {
    for (const item of rest) {
      const answer = await ask([item]);
      if (answer === undefined) kept.push(item);
      else broke.set(item, answer);
    }
  }
}

function halvings(count: number): number {
  return Math.ceil(Math.log2(Math.max(1, count)));
}
