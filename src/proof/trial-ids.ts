/** Ids in the order the trials run: `t1`, `t2`, ... Share one counter between learn and verify to number a whole report. */
export function trialIds(prefix = "t"): () => string {
  let last = 0;
  return () => `${prefix}${++last}`;
}
