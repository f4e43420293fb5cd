import type { Run } from "../../sources/engine/types.ts";

/** By what all views of a run share. */
const leaving = new WeakMap<Run["labels"], Set<Promise<void>>>();

/** A container with very many files takes an engine minutes: no more than so many are removed beside what comes next. */
const mostAtOnce = 2;

/**
 * Removes what a trial leaves behind while the next one is prepared. The run knows of it until it is gone, and removes it again where that fails, so that
 * nothing is left over; whoever asked for trials waits with `allGone`.
 */
export async function leave(run: Run, remove: () => PromiseLike<void>): Promise<void> {
  const now = leaving.get(run.labels) ?? new Set();
  leaving.set(run.labels, now);
  while (now.size >= mostAtOnce) await Promise.race(now);
  // Where it fails the disposal of the run tries once more, and says so when that fails too.
  const going: Promise<void> = Promise.resolve(remove())
    .catch(() => {})
    .finally(() => now.delete(going));
  now.add(going);
}

/** Also before anything is measured: a removal takes CPU and disk from it. */
export async function allGone(run: Run): Promise<void> {
  for (const going of leaving.get(run.labels) ?? []) await going;
}
