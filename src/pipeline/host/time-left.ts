/** Which of how many trials has ended. */
export interface CountedTrial {
  /** From 1. */
  readonly number: number;
  /** How many there will be, as far as is known. */
  readonly about?: number;
}

/** Seconds for the trials that are left, by how long those took that ended before the eyes of this run: those known from an earlier one take no time, and they come first. */
export function timeLeft(elapsed: () => number): (trial: CountedTrial) => number | undefined {
  let first: { readonly number: number; readonly at: number } | undefined;
  let last = 0;
  return ({ number, about }) => {
    const at = elapsed();
    // The next lab counts from the beginning again, and its trials take another time.
    if (first === undefined || number < last) first = { number, at };
    last = number;
    const ran = number - first.number;
    if (about === undefined || ran < 1) return undefined;
    return Math.round((((at - first.at) / ran) * Math.max(0, about - number)) / 1000);
  };
}
