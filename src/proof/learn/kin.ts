import { kinCalls, type Kin } from "../../data/kin-calls.ts";

/** Everything in `calls`, and their relatives, and the relatives of those. */
export function withKin(calls: Iterable<string>, kin: readonly Kin[] = kinCalls): Set<string> {
  const expandedCalls = new Set(calls);
  const waiting = new Set(kin);
  for (let previousSize = -1; previousSize !== expandedCalls.size;) {
    previousSize = expandedCalls.size;
    for (const group of waiting) {
      if (!group.when.split(" ").some((name) => expandedCalls.has(name))) continue;
      waiting.delete(group);
      for (const name of group.also.split(" ")) expandedCalls.add(name);
    }
  }
  return expandedCalls;
}
