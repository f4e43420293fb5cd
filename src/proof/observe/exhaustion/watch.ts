import type { RanOut } from "../../../domain/workload/ran-out.ts";
import { exhaustionCounters } from "../../../sources/engine/cgroups/exhaustion-counters.ts";
import type { ExhaustionCounters } from "../../../domain/workload/ran-out.ts";
import { repeatedly, type Repetition } from "../../../sources/bounded/repeatedly.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Observer } from "../observer.ts";
import { watchFreeRoom, type FreeRoom } from "./free-room.ts";
import { countedRanOut, merged } from "../../judge/exhaustion.ts";

export interface Exhaustion {
  readonly ranOut: readonly RanOut[];
  /** How failed calls were observed: by a trace, or by sampling. */
  readonly method: "traced" | "sampled" | "none";
  readonly throttledPeriods?: number;
  readonly memoryLimitHits?: number;
}

/**
 * The counters disappear with the container, so this is their last value if it ends by itself. A trace includes the
 * last moment, too.
 */
const [everyMs, everyMsTraced] = [50, 100];

/**
 * Observes exhausted resources in one trial, over all its lives. `disk` is a folder on the file system of the
 * container's root, if on this machine. `isTraced`: failed calls are traced.
 */
export function watchExhaustion(session: EngineSession, disk: () => string | undefined, isTraced: boolean) {
  const exhaustions: RanOut[] = [];
  const sums = { throttledPeriods: 0, memoryLimitHits: 0 };
  let unseen = false;
  let room: FreeRoom | undefined;
  let count: (() => ExhaustionCounters) | undefined;
  let firstCounters: ExhaustionCounters = {};
  let last: ExhaustionCounters = {};
  let looking: Repetition | undefined;

  const look = () => {
    room?.look();
    // A container that has just ended returns nothing, and must not discard earlier values.
    last = { ...last, ...count?.() };
  };
  const end = async () => {
    await (looking === undefined ? look() : looking.end());
    looking = undefined;
    exhaustions.push(...countedRanOut(firstCounters, last), ...(room?.end() ?? []));
    sums.throttledPeriods += last.throttledPeriods ?? 0;
    sums.memoryLimitHits += last.memoryLimitHits ?? 0;
    if (room === undefined && count === undefined) unseen = true;
    [room, count, firstCounters, last] = [undefined, undefined, {}, {}];
  };
  const observer: Observer = {
    async started({ pid }) {
      if (pid <= 0) return;
      count = exhaustionCounters(pid);
      firstCounters = count?.() ?? {};
      room = await watchFreeRoom(pid, disk());
      looking = repeatedly(isTraced ? everyMsTraced : everyMs, look);
    },
    stopped: end,
  };
  const unended = () => room !== undefined || looking !== undefined;
  return {
    observer: session.engine.info.sameKernel ? observer : {},
    async [Symbol.asyncDispose](): Promise<void> {
      if (unended()) await end();
    },
    /** Includes a life that ended before its stop. `traced`: undefined without a complete trace. */
    async finish(traced: readonly RanOut[] | undefined): Promise<Exhaustion> {
      if (unended()) await end();
      const wasSampled = session.engine.info.sameKernel && !unseen;
      return {
        ranOut: merged([...exhaustions, ...(traced ?? [])]),
        method: traced !== undefined ? "traced" : wasSampled ? "sampled" : "none",
        ...sums,
      };
    },
  };
}
