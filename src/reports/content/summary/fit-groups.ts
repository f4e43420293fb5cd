import type { Severity } from "../../../domain/finding/finding.ts";
import type { Place, RuleGroup } from "./rule-groups.ts";

/** Lines of a summary: one terminal page, and more for a large repository. */
const maxLines = { few: 40, many: 110 } as const;
const fewFiles = 60;

/** Maximum number of listed places per rule. */
const maxPlaces = { error: 4, warning: 2, info: 1 } as const satisfies Record<Severity, number>;

/** A group with the places that fit. */
export interface FittedGroup extends RuleGroup {
  readonly listed: readonly Place[];
}

/** Maximum number of lines of a summary for this many files, as long as each rule gets one. */
export function lineBudget(files: number): number {
  return files <= fewFiles ? maxLines.few : maxLines.many;
}

/**
 * Fits as many places as possible into `room` lines: first drops those of warnings, then those of errors, from the
 * first group to the last. Each group keeps its head, which takes `headLines`; if places are omitted, one line counts
 * them.
 */
export function fitGroups(
  groups: readonly RuleGroup[],
  room: number,
  headLines: (group: RuleGroup) => number = () => 1,
): readonly FittedGroup[] {
  const limits = groups.map(({ severity }): number => maxPlaces[severity]);
  const heads = groups.map(headLines);
  const lines = (index: number): number => {
    const count = groups[index]?.places.length ?? 0;
    const listedCount = listedOf(count, limits[index] ?? 0);
    return (heads[index] ?? 1) + listedCount + (listedCount > 0 && listedCount < count ? 1 : 0);
  };
  let sum = groups.reduce((total, _, index) => total + lines(index), 0);
  for (const severity of ["info", "warning", "error"] as const)
    for (let limit = maxPlaces[severity] - 1; limit >= 0; limit--)
      for (const [index, group] of groups.entries()) {
        if (sum <= room) break;
        if (group.severity !== severity) continue;
        sum -= lines(index);
        limits[index] = limit;
        sum += lines(index);
      }
  return groups.map((group, index) => ({
    ...group,
    listed: group.places.slice(0, listedOf(group.places.length, limits[index] ?? 0)),
  }));
}

/** One more place takes no more room than the line that counts it. */
function listedOf(count: number, limit: number): number {
  return limit > 0 && count === limit + 1 ? count : Math.min(count, limit);
}

/** `and 7 more in a/Dockerfile (3), b/Dockerfile (2) and 2 more files`; undefined if all or no places are listed. */
export function restText({ places, listed }: FittedGroup, maxNames: number, nameOf = (file: string) => file) {
  const unlisted = places.slice(listed.length);
  if (unlisted.length === 0 || listed.length === 0) return undefined;
  const files = [...Map.groupBy(unlisted, ({ file }) => file)].sort(([, a], [, b]) => b.length - a.length);
  const names = files.slice(0, maxNames).map(([file, all]) => `${nameOf(file)} (${all.length})`);
  const unnamedFiles = files.length - names.length;
  const unnamedText =
    unnamedFiles === 0
      ? ""
      : `${unnamedFiles} ${names.length > 0 ? "more " : ""}${unnamedFiles === 1 ? "file" : "files"}`;
  return `and ${unlisted.length} more in ${[names.join(", "), unnamedText].filter(Boolean).join(" and ")}`;
}
