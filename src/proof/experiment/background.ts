/** Parallel trials that are awaited later. */
export interface Background extends AsyncDisposable {
  /** Aborted once no one waits for them. */
  readonly signal: AbortSignal;
  add(trial: Promise<unknown>): void;
}

/** Disposal ends the trials and waits for them. */
export function openBackground(): Background {
  const controller = new AbortController();
  const going = new Set<Promise<unknown>>();
  return {
    signal: controller.signal,
    add: (trial) => void going.add(trial),
    async [Symbol.asyncDispose]() {
      controller.abort();
      await Promise.allSettled(going);
    },
  };
}
