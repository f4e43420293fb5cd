import { repeatedly, type Repetition } from "../../sources/bounded/repeatedly.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { Observer } from "./observer.ts";
import { cpuClock } from "./usage-meter.ts";

/** `seconds` of CPU used until the moment `at` (seconds too, monotonic). */
export interface CpuSample {
  readonly at: number;
  readonly seconds: number;
}

/** The kernel's quota is counted in periods of 100 ms, Documentation/scheduler/sched-bwc.rst. */
const periodSeconds = 0.1;
const everyMs = 50;

export interface CpuUse {
  /** Largest share of one CPU in a period, from ready to stop; the start may take longer under a limit. */
  readonly busiestShare: number;
  /** Used by the first life until it was ready, and from then to its stop. */
  readonly startSeconds: number;
  readonly workSeconds: number;
}

/** How much CPU the container uses, by phase. */
export function observeCpu(session: EngineSession): {
  readonly observer: Observer;
  use(): CpuUse | undefined;
  /** Shares of one CPU in each period, largest first; empty if the host does not report it. */
  shares(): number[];
} {
  const lives: CpuSample[][] = [];
  let sampling: Repetition | undefined;
  const observer: Observer = {
    async ready({ pid, container }) {
      const clock = cpuClock(pid, container.id);
      if (clock === undefined) return;
      const samples: CpuSample[] = [];
      lives.push(samples);
      const sample = () => {
        const seconds = clock();
        if (seconds !== undefined) samples.push({ at: performance.now() / 1000, seconds });
      };
      sample();
      sampling = repeatedly(everyMs, sample);
    },
    async stopping() {
      await sampling?.end();
      sampling = undefined;
    },
  };
  if (!session.engine.info.sameKernel) return { observer: {}, use: () => undefined, shares: () => [] };
  return {
    observer,
    shares: () => lives.flatMap(periodShares).toSorted((a, b) => b - a),
    use() {
      const share = lives.map(busiestShare).reduce(larger, undefined);
      const [first, last] = [lives[0]?.[0], lives[0]?.at(-1)];
      if (share === undefined || first === undefined || last === undefined) return undefined;
      return { busiestShare: share, startSeconds: first.seconds, workSeconds: last.seconds - first.seconds };
    },
  };
}

/** Largest share of one CPU in any interval of at least one period; a shorter one counts as a whole period. */
export function busiestShare(samples: readonly CpuSample[]): number | undefined {
  let share: number | undefined;
  let end = 0;
  for (const [at, from] of samples.entries()) {
    // The first sample that is a period later, or the last one: it never comes before that of the sample before.
    end = Math.max(end, at + 1);
    while (end < samples.length - 1 && (samples[end]?.at ?? 0) - from.at < periodSeconds) end++;
    const until = samples[end];
    if (until === undefined) continue;
    share = larger(share, (until.seconds - from.seconds) / Math.max(periodSeconds, until.at - from.at));
  }
  return share;
}

/** Share of one CPU in each consecutive period; an incomplete last one does not count. */
function periodShares(samples: readonly CpuSample[]): number[] {
  const shares: number[] = [];
  let from = samples[0];
  for (const until of samples) {
    if (from === undefined || until.at - from.at < periodSeconds) continue;
    shares.push((until.seconds - from.seconds) / (until.at - from.at));
    from = until;
  }
  return shares;
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}
