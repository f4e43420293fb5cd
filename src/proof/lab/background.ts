/** Trials that run beside others and are waited for later. */
export interface Background extends AsyncDisposable {
  /** Aborted once no one waits for them any more. */
  readonly signal: AbortSignal;
  add(trial: Promise<unknown>): void;
}

/** Its end is theirs: they are told to end, and waited for. */
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
