import { setTimeout } from "node:timers/promises";
import type { RanOut } from "../../domain/ran-out.ts";
import { exhaustionCounters, type ExhaustionCounters } from "../../sources/engine/exhaustion-counters.ts";
import type { Run } from "../../sources/engine/types.ts";
import type { Observer } from "../observer.ts";
import { watchFreeRoom, type FreeRoom } from "./free-room.ts";
import { countedRanOut, merged } from "./merge.ts";
import { traceExhaustion, type ExhaustionTracer } from "./trace-exhaustion.ts";

export interface Exhaustion {
  readonly ranOut: readonly RanOut[];
  /** How exits of calls were seen: those that failed for want of room are known, or only looked for now and then. */
  readonly method: "traced" | "sampled" | "none";
  readonly throttledPeriods?: number;
  readonly memoryLimitHits?: number;
}

/** The counters are gone with the container: one that ends by itself is read as late as this. A trace tells the last moment, too. */
const [everyMs, everyMsTraced] = [50, 100];
/** A trace is read every 20 ms, and in the order of time a little later. */
const traceDelayMs = 60;

/** Sees what runs out in one trial, over all its lives. `disk` is a folder on the file system of the container's root, where it is this machine's. */
export function watchExhaustion(run: Run, disk: string | undefined) {
  const found: RanOut[] = [];
  const sums = { throttledPeriods: 0, memoryLimitHits: 0 };
  let unseen = false;
  let tracer: ExhaustionTracer | undefined;
  let room: FreeRoom | undefined;
  let count: (() => Promise<ExhaustionCounters>) | undefined;
  let before: ExhaustionCounters = {};
  let last: ExhaustionCounters = {};
  let timer: NodeJS.Timeout | undefined;
  let pending: Promise<void> = Promise.resolve();

  const look = async () => {
    room?.look();
    // What has just gone answers nothing, and must not take away what was seen.
    last = { ...last, ...(await count?.()) };
  };
  const end = async () => {
    clearInterval(timer);
    timer = undefined;
    await (pending = pending.then(look));
    found.push(...countedRanOut(before, last), ...(room?.end() ?? []));
    sums.throttledPeriods += last.throttledPeriods ?? 0;
    sums.memoryLimitHits += last.memoryLimitHits ?? 0;
    if (room === undefined && count === undefined) unseen = true;
    [room, count, before, last] = [undefined, undefined, {}, {}];
  };
  const observer: Observer = {
    async starting({ container }) {
      // One trace for all lives: to open and to close one takes a tenth of a second each on a busy machine.
      tracer ??= await traceExhaustion(run, container.id);
    },
    async started({ pid }) {
      tracer?.root(pid);
      if (pid <= 0) return;
      count = await exhaustionCounters(pid);
      before = (await count?.()) ?? {};
      room = await watchFreeRoom(pid, disk);
      timer = setInterval(() => (pending = pending.then(look)), tracer === undefined ? everyMs : everyMsTraced);
      timer.unref();
    },
    executed: (pid) => tracer?.root(pid),
    stopped: end,
  };
  const unended = () => room !== undefined || timer !== undefined;
  const endTrace = async () => {
    if (tracer === undefined) return undefined;
    await setTimeout(traceDelayMs);
    const traced = await tracer.finish();
    tracer = undefined;
    return traced;
  };
  return {
    observer: run.engine.info.sameKernel ? observer : {},
    async [Symbol.asyncDispose](): Promise<void> {
      if (unended()) await end();
      await endTrace();
    },
    /** Also what a life had that did not come to its stop. */
    async finish(): Promise<Exhaustion> {
      if (unended()) await end();
      const traced = await endTrace();
      const seen = run.engine.info.sameKernel && !unseen;
      return {
        ranOut: merged([...found, ...(traced ?? [])]),
        method: traced !== undefined ? "traced" : seen ? "sampled" : "none",
        ...sums,
      };
    },
  };
}
