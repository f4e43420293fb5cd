import type { Advisory, AffectedRange } from "../../domain/advisory/advisory.ts";
import type { Requirement, Statement } from "../../domain/advisory/statement.ts";
import { cutsOf, difference, everything, intersection, union, type Compare, type Cuts, type Span } from "./cuts.ts";
import { rangesOfEvents } from "./ranges-of-events.ts";

/**
 * The shortest equal statement: ranges that do not touch, and listed versions outside of all ranges. If bounds cannot
 * be ordered, ranges and versions stay unchanged; safe versions are then indistinguishable, and the result is a text
 * that says so.
 */
export function reduceStatement(statement: Statement, compare: Compare): Advisory | string {
  const { advisory, events = [], within = [], safe = [] } = statement;
  const affectedRanges = [...advisory.ranges, ...events.flatMap((event) => rangesOfEvents(event, compare))];
  const cuts = cutsOf([...affectedRanges, ...within.flat(), ...safe.flat()], compare);
  if (cuts === undefined && (within.length > 0 || safe.length > 0)) {
    return "its versions cannot be ordered, so that the safe ones cannot be determined";
  }
  if (cuts === undefined) return { ...advisory, ranges: affectedRanges, versions: sorted(advisory.versions) };
  const isEverything = statement.within === undefined && statement.safe !== undefined && affectedRanges.length === 0;
  const spans = isEverything
    ? [everything]
    : union([...affectedRanges.map((range) => cuts.of(range)), ...holding(within, cuts)]);
  const affected = difference(spans, union(holding(safe, cuts)));
  if (
    affected.length === 0 &&
    advisory.versions.length === 0 &&
    (affectedRanges.length > 0 || safe.length > 0 || within.length > 0)
  ) {
    return "no version is left that it affects";
  }
  const ranges = cuts.ranges(affected);
  const inRanges = containment(ranges, compare);
  return { ...advisory, ranges, versions: sorted(advisory.versions.filter((version) => !inRanges(version))) };
}

function holding(requirements: readonly Requirement[], cuts: Cuts): Span[] {
  return requirements.map((requirement) => intersection(requirement.map((range) => cuts.of(range))));
}

/** Whether a version is certainly in one of the ranges; false if unknown. */
function containment(ranges: readonly AffectedRange[], compare: Compare): (version: string) => boolean {
  const after = (version: string, bound: string, orEqual: boolean): boolean => {
    if (bound === "0") return true;
    const order = compare(version, bound);
    return order !== undefined && (order > 0 || (orEqual && order === 0));
  };
  const before = (version: string, bound: string, orEqual: boolean): boolean => {
    const order = compare(version, bound);
    return order !== undefined && (order < 0 || (orEqual && order === 0));
  };
  return (version) =>
    // A version that the ecosystem cannot order is in no range.
    compare(version, version) !== undefined &&
    ranges.some(
      ({ introduced, exclusive, fixed, lastAffected }) =>
        after(version, introduced, exclusive !== true) &&
        (fixed === undefined || before(version, fixed, false)) &&
        (lastAffected === undefined || before(version, lastAffected, true)),
    );
}

function sorted(versions: readonly string[]): string[] {
  return [...new Set(versions)].sort();
}
