import { relatedSyscalls, type RelatedSyscalls } from "../../data/related-syscalls.ts";

/** `calls` with related ones, transitively. */
export function withRelatedSyscalls(
  calls: Iterable<string>,
  groups: readonly RelatedSyscalls[] = relatedSyscalls,
): Set<string> {
  const expandedCalls = new Set(calls);
  const waiting = new Set(groups);
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
