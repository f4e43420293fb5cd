export interface Repetition {
  /** Looks once more, after a look that is in progress. */
  now(): Promise<void>;
  /** Stops, with a last look. */
  end(): Promise<void>;
}

/**
 * Looks every `everyMs` milliseconds, but never while an earlier look is in progress: on a busy machine looks would
 * queue up, and a caller that waits for the last one would wait for all. Does not keep the process alive. `look` must
 * not throw.
 */
export function repeatedly(everyMs: number, look: () => Promise<void> | void): Repetition {
  let underWay: Promise<void> | undefined;
  let ended: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    const begun = Promise.resolve(look()).finally(() => {
      if (underWay === begun) underWay = undefined;
    });
    return (underWay = begun);
  };
  const timer = setInterval(() => {
    if (underWay === undefined) void begin();
  }, everyMs);
  timer.unref();
  const runNow = async (): Promise<void> => {
    while (underWay !== undefined) await underWay;
    await begin();
  };
  return {
    now: runNow,
    end() {
      clearInterval(timer);
      return (ended ??= runNow());
    },
  };
}
