import type { ProcessState, ProcessWatch, SeenProcesses } from "../../../domain/workload/process-state.ts";
import { byKey } from "../../../text/by-key.ts";
import type { Unlooked } from "./settled.ts";

/** Maximum number of states; compared containers have fewer. */
const statesKept = 256;

/**
 * Time of the last change of processes, determined by sampling all of them. A change is a new state, or the first
 * sample in which one is missing: a job that starts repeatedly changes nothing more. States since the last change are
 * the final ones. All times are of one clock, in milliseconds.
 */
export function changeClock(startedAt: number) {
  const knownStates = new Set<string>();
  const goneStates = new Set<string>();
  let changedAt = startedAt;
  let looks = 0;
  const since = new Map<string, ProcessState>();
  const times = (now: number) => ({ ms: Math.round(now - startedAt), unchanged: Math.round(now - changedAt) });
  return {
    look(states: readonly Unlooked[], nowMs: number): void {
      const currentStates = new Map(states.map((state) => [JSON.stringify(state), state]));
      const vanishedKeys = [...knownStates].filter((key) => !currentStates.has(key) && !goneStates.has(key));
      const isNew = [...currentStates.keys()].some((key) => !knownStates.has(key) && knownStates.size < statesKept);
      for (const key of vanishedKeys) goneStates.add(key);
      if (isNew || vanishedKeys.length > 0) {
        changedAt = nowMs;
        looks = 0;
        since.clear();
      }
      looks++;
      for (const [key, state] of currentStates) {
        if (knownStates.size < statesKept) knownStates.add(key);
        if (since.size < statesKept || since.has(key))
          since.set(key, { ...state, looks: (since.get(key)?.looks ?? 0) + 1 });
      }
    },
    times,
    watch(method: SeenProcesses["method"], nowMs: number): ProcessWatch {
      const { ms, unchanged } = times(nowMs);
      const states = [...since].toSorted(byKey).map(([, state]) => state);
      return { ms, unchangedMs: unchanged, processes: { looks, method, states } };
    },
  };
}
