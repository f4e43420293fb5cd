import type { EngineSession } from "../../sources/engine/types.ts";

/** By the labels, which all views of a session share. */
const pendingRemovals = new WeakMap<EngineSession["labels"], Set<Promise<void>>>();

/**
 * An engine takes minutes to remove a container with very many files: maximum number of removals in parallel to other
 * work.
 */
const maxConcurrentRemovals = 2;

/**
 * Removes a trial's container while the next one is prepared. The session tracks it until it is removed, and retries a
 * failure, so that nothing is left over; the caller of trials calls `waitForRemovals`.
 */
export async function removeInBackground(session: EngineSession, remove: () => PromiseLike<void>): Promise<void> {
  const removals = pendingRemovals.get(session.labels) ?? new Set();
  pendingRemovals.set(session.labels, removals);
  while (removals.size >= maxConcurrentRemovals) await Promise.race(removals);
  // After a failure, the disposal of the session retries, and reports its failure.
  const going: Promise<void> = Promise.resolve(remove())
    .catch(() => {})
    .finally(() => removals.delete(going));
  removals.add(going);
}

/** Also needed before measurements, since a removal uses CPU and disk. */
export async function waitForRemovals(session: EngineSession): Promise<void> {
  for (const going of pendingRemovals.get(session.labels) ?? []) await going;
}
