import { kinCalls, type Kin } from "../../data/kin-calls.ts";

/** Everything in `calls`, and their relatives, and the relatives of those. */
export function withKin(calls: Iterable<string>, kin: readonly Kin[] = kinCalls): Set<string> {
  const all = new Set(calls);
  const waiting = new Set(kin);
  for (let before = -1; before !== all.size;) {
    before = all.size;
    for (const group of waiting) {
      if (!group.when.split(" ").some((name) => all.has(name))) continue;
      waiting.delete(group);
      for (const name of group.also.split(" ")) all.add(name);
    }
  }
  return all;
}
