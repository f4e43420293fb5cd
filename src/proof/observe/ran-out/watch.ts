import type { RanOut } from "../../../domain/workload/ran-out.ts";
import { exhaustionCounters } from "../../../sources/engine/cgroups/exhaustion-counters.ts";
import type { ExhaustionCounters } from "../../../domain/workload/ran-out.ts";
import { repeatedly, type Repetition } from "../../../sources/bounded/repeatedly.ts";
import type { Run } from "../../../sources/engine/types.ts";
import type { Observer } from "../observer.ts";
import { watchFreeRoom, type FreeRoom } from "./free-room.ts";
import { countedRanOut, merged } from "../../judge/ran-out.ts";

export interface Exhaustion {
  readonly ranOut: readonly RanOut[];
  /** How exits of calls were seen: those that failed for want of room are known, or only looked for now and then. */
  readonly method: "traced" | "sampled" | "none";
  readonly throttledPeriods?: number;
  readonly memoryLimitHits?: number;
}

/** The counters are gone with the container: one that ends by itself is read as late as this. A trace tells the last moment, too. */
const [everyMs, everyMsTraced] = [50, 100];

/** Sees what runs out in one trial, over all its lives. `disk` is a folder on the file system of the container's root, where it is this machine's. `isTraced`: the exits of calls are. */
export function watchExhaustion(run: Run, disk: () => string | undefined, isTraced: boolean) {
  const found: RanOut[] = [];
  const sums = { throttledPeriods: 0, memoryLimitHits: 0 };
  let unseen = false;
  let room: FreeRoom | undefined;
  let count: (() => ExhaustionCounters) | undefined;
  let before: ExhaustionCounters = {};
  let last: ExhaustionCounters = {};
  let looking: Repetition | undefined;

  const look = () => {
    room?.look();
    // What has just gone answers nothing, and must not take away what was seen.
    last = { ...last, ...count?.() };
  };
  const end = async () => {
    await (looking === undefined ? look() : looking.end());
    looking = undefined;
    found.push(...countedRanOut(before, last), ...(room?.end() ?? []));
    sums.throttledPeriods += last.throttledPeriods ?? 0;
    sums.memoryLimitHits += last.memoryLimitHits ?? 0;
    if (room === undefined && count === undefined) unseen = true;
    [room, count, before, last] = [undefined, undefined, {}, {}];
  };
  const observer: Observer = {
    async started({ pid }) {
      if (pid <= 0) return;
      count = exhaustionCounters(pid);
      before = count?.() ?? {};
      room = await watchFreeRoom(pid, disk());
      looking = repeatedly(isTraced ? everyMsTraced : everyMs, look);
    },
    stopped: end,
  };
  const unended = () => room !== undefined || looking !== undefined;
  return {
    observer: run.engine.info.sameKernel ? observer : {},
    async [Symbol.asyncDispose](): Promise<void> {
      if (unended()) await end();
    },
    /** Also what a life had that did not come to its stop. `traced`: undefined when it was not, or not wholly. */
    async finish(traced: readonly RanOut[] | undefined): Promise<Exhaustion> {
      if (unended()) await end();
      const seen = run.engine.info.sameKernel && !unseen;
      return {
        ranOut: merged([...found, ...(traced ?? [])]),
        method: traced !== undefined ? "traced" : seen ? "sampled" : "none",
        ...sums,
      };
    },
  };
}
