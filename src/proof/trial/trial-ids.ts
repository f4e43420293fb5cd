/**
 * Ids in the order of the questions: `t1`, `t2`, ... Share one counter between learn and verify to number a whole
 * report.
 */
export function trialIds(prefix = "t"): () => string {
  let last = 0;
  return () => `${prefix}${++last}`;
}

/** The same question run again is no new one: `t4`, `t4.2`, `t4.3`. */
export function runId(question: string, run: number): string {
  return run === 1 ? question : `${question}.${run}`;
}

/** Of `t4.2` it is `t4`. */
export function questionOf(id: string): string {
  return id.replace(/\.\d+$/u, "");
}

/** In the order of their numbers, runs of one question together. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id.localeCompare(b.id, "en", { numeric: true });
}
