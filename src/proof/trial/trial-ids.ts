/** Ids in the order of experiments: `t1`, `t2`, ... A counter shared by learn and verify numbers a whole report. */
export function trialIds(prefix = "t"): () => string {
  let last = 0;
  return () => `${prefix}${++last}`;
}

/** Repeated runs of an experiment share its id: `t4`, `t4.2`, `t4.3`. */
export function runId(question: string, run: number): string {
  return run === 1 ? question : `${question}.${run}`;
}

/** `t4` for `t4.2`. */
export function questionOf(id: string): string {
  return id.replace(/\.\d+$/u, "");
}

/** Sorts by number; runs of one experiment stay together. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id.localeCompare(b.id, "en", { numeric: true });
}
