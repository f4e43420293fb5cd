import { cpus } from "node:os";
import type { Observer } from "./observer.ts";

/** Maximum share: the rest would be too small to calculate with. */
const mostShare = 0.9;

/** Seconds of CPU. */
interface Clock {
  readonly all: number;
  /** Idle time, or time that yields to other processes. */
  readonly free: number;
  /** CPU of this process. */
  readonly own: number;
}

/**
 * Share of the machine's CPU that other processes used between ready and stop: without them, measured values would be
 * higher.
 */
export function observeOtherWork(): {
  readonly observer: Observer;
  /** From 0 to 0.9; `containerSeconds` are those of the container in that time. */
  share(containerSeconds: number): number;
} {
  let from: Clock | undefined;
  let until: Clock | undefined;
  return {
    observer: {
      async ready() {
        from ??= readClock();
      },
      async stopping() {
        until ??= readClock();
      },
    },
    share(containerSeconds) {
      if (from === undefined || until === undefined || until.all <= from.all) return 0;
      const busy = until.all - from.all - (until.free - from.free);
      const theirs = busy - (until.own - from.own) - containerSeconds;
      return Math.min(mostShare, Math.max(0, theirs / (until.all - from.all)));
    },
  };
}

function readClock(): Clock {
  const cpuTimes = cpus().map(({ times }) => times);
  const sum = (of: (times: (typeof cpuTimes)[number]) => number) =>
    cpuTimes.reduce((total, times) => total + of(times), 0) / 1000;
  const { user, system } = process.cpuUsage();
  return {
    all: sum((times) => times.user + times.nice + times.sys + times.idle + times.irq),
    free: sum(({ idle, nice }) => idle + nice),
    own: (user + system) / 1e6,
  };
}
