export interface Repetition {
  /** Looks once more, after a look that is under way. */
  now(): Promise<void>;
  /** Ends it, with a last look. */
  end(): Promise<void>;
}

/**
 * Looks every `everyMs` milliseconds, never while an earlier look is under way: on a busy machine they would queue up, and whoever waits for the
 * last one would wait for all. It never keeps the process alive. `look` does not throw.
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
