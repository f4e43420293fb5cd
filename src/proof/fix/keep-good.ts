/**
 * Keeps as many of `items` as hold together, and reports what each of the others broke. `test` returns the problem of a
 * set, undefined if it holds; the empty set is assumed to hold. All items are tried at once. If they break, halving
 * finds the first item that breaks the ones before it: k culprits among n cost about k log n tests. If many break, each
 * is tried alone, so the maximum is n + log n + 1. The result was tested as a whole, and so was each culprit on top of
 * it: of two that break only together, the first is kept.
 */
export async function keepGood<Item>(
  items: readonly Item[],
  test: (set: readonly Item[]) => Promise<string | undefined>,
  /** The problem of the whole set, if known. */
  knownProblem?: string,
): Promise<{ readonly kept: readonly Item[]; readonly broke: ReadonlyMap<Item, string> }> {
  const goodItems: Item[] = [];
  const broke = new Map<Item, string>();
  let tests = 0;
  const ask = (nextItems: readonly Item[]): Promise<string | undefined> => {
    tests++;
    return test([...goodItems, ...nextItems]);
  };
  const maxTests = items.length + halvings(items.length) + 1;
  let openItems = items;
  let problem = items.length === 0 ? undefined : (knownProblem ?? (await ask(openItems)));
  while (problem !== undefined) {
    if (tests + halvings(openItems.length) + openItems.length > maxTests) {
      await oneByOne(openItems);
      return { kept: goodItems, broke };
    }
    // Invariant: the first `low` hold, the first `high` do not, and `reason` is their problem.
    let [low, high, reason] = [0, openItems.length, problem];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const answer = await ask(openItems.slice(0, middle));
      if (answer === undefined) low = middle;
      else [high, reason] = [middle, answer];
    }
    goodItems.push(...openItems.slice(0, low));
    for (const culprit of openItems.slice(low, high)) broke.set(culprit, reason);
    openItems = openItems.slice(high);
    problem = openItems.length === 0 ? undefined : await ask(openItems);
  }
  goodItems.push(...openItems);
  return { kept: goodItems, broke };

  async function oneByOne(untestedItems: readonly Item[]): Promise<void> {
    for (const item of untestedItems) {
      const answer = await ask([item]);
      if (answer === undefined) goodItems.push(item);
      else broke.set(item, answer);
    }
  }
}

function halvings(count: number): number {
  return Math.ceil(Math.log2(Math.max(1, count)));
}
