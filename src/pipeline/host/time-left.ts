/** Progress of trials. */
export interface CountedTrial {
  /** From 1. */
  readonly number: number;
  /** Expected number of trials. */
  readonly about?: number;
}

/** Seconds for the remaining trials, estimated from those that ended in this run: cached ones take no time, and they come first. */
export function timeLeft(elapsed: () => number): (trial: CountedTrial) => number | undefined {
  let first: { readonly number: number; readonly at: number } | undefined;
  let last = 0;
  return ({ number, about }) => {
    const at = elapsed();
    // The next runner counts from the beginning, and its trials take a different time.
    if (first === undefined || number < last) first = { number, at };
    last = number;
    const ran = number - first.number;
    if (about === undefined || ran < 1) return undefined;
    return Math.round((((at - first.at) / ran) * Math.max(0, about - number)) / 1000);
  };
}
