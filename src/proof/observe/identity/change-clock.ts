import type { ProcessState, ProcessWatch, SeenProcesses } from "../../../domain/workload/process-state.ts";
import { byKey } from "../../../text/by-key.ts";
import type { Unlooked } from "./settled.ts";

/** More states than these are not kept: no container that is compared has so many. */
const statesKept = 256;

/**
 * When processes changed last, by looks at all of them. A change is a state that was not there before, and the first look in which one is gone: a job that
 * starts again and again changes nothing more. What was seen since the last change is what they stay. All times are of one clock, in milliseconds.
 */
export function changeClock(startedAt: number) {
  const known = new Set<string>();
  const gone = new Set<string>();
  let changedAt = startedAt;
  let looks = 0;
  const since = new Map<string, ProcessState>();
  const times = (now: number) => ({ ms: Math.round(now - startedAt), unchanged: Math.round(now - changedAt) });
  return {
    look(states: readonly Unlooked[], now: number): void {
      const seen = new Map(states.map((state) => [JSON.stringify(state), state]));
      const left = [...known].filter((key) => !seen.has(key) && !gone.has(key));
      const isNew = [...seen.keys()].some((key) => !known.has(key) && known.size < statesKept);
      for (const key of left) gone.add(key);
      if (isNew || left.length > 0) {
        changedAt = now;
        looks = 0;
        since.clear();
      }
      looks++;
      for (const [key, state] of seen) {
        if (known.size < statesKept) known.add(key);
        if (since.size < statesKept || since.has(key))
          since.set(key, { ...state, looks: (since.get(key)?.looks ?? 0) + 1 });
      }
    },
    times,
    watch(method: SeenProcesses["method"], now: number): ProcessWatch {
      const { ms, unchanged } = times(now);
      const states = [...since].toSorted(byKey).map(([, state]) => state);
      return { ms, unchangedMs: unchanged, processes: { looks, method, states } };
    },
  };
}
