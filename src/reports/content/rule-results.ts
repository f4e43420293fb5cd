import type { ReasonedTargets, RuleResult, RuleResults, RuleVerdict } from "../../domain/finding/finding.ts";
import type { RuleId } from "../../domain/finding/practice.ts";
import type { Report, ReportDocument, Target } from "../../domain/report/report.ts";
import { byKey } from "../../text/by-key.ts";

const listedVerdicts = ["found", "failed", "skipped"] as const satisfies readonly RuleVerdict[];

/** A report as JSON shows it. */
export function toDocument(report: Report): ReportDocument {
  return { ...report, rules: groupResults(report.rules, report.targets) };
}

/** One entry a rule: of a large folder nearly all are `clean` or `skipped` for a few reasons. */
function groupResults(results: readonly RuleResult[], targets: readonly Target[]): readonly RuleResults[] {
  const positions = new Map(targets.map(({ id }, position) => [id, position]));
  const positionOf = ({ rule, target }: RuleResult): number => {
    const position = positions.get(target);
    if (position === undefined) throw new Error(`${rule} has a result for ${target}, which is no target`);
    return position;
  };
  return [...Map.groupBy(results, ({ rule }) => rule)].toSorted(byKey).map(([rule, ofRule]) => ({
    rule,
    targets: rangesOf([...new Set(ofRule.map(positionOf))].toSorted(ascending)),
    ...Object.fromEntries(
      listedVerdicts.flatMap((verdict) => {
        const reasons = reasonsOf(
          ofRule.filter((result) => result.verdict === verdict),
          positionOf,
        );
        return reasons.length === 0 ? [] : [[verdict, reasons]];
      }),
    ),
    clean: ofRule.filter(({ verdict }) => verdict === "clean").length,
  }));
}

function reasonsOf(
  results: readonly RuleResult[],
  positionOf: (result: RuleResult) => number,
): readonly ReasonedTargets[] {
  return [...Map.groupBy(results, ({ reason = "" }) => reason)].toSorted(byKey).map(([reason, sameReason]) => ({
    targets: sameReason.map(positionOf).toSorted(ascending),
    ...(reason !== "" && { reason }),
  }));
}

function rangesOf(positions: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const position of positions) {
    const last = ranges.at(-1);
    if (last?.[1] === position - 1) last[1] = position;
    else ranges.push([position, position]);
  }
  return ranges;
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** More than any folder has; a file of a few lines could claim more than memory holds. */
const maxResults = 2_000_000;

/** The results one by one, target by target. Returns a sentence where positions lead nowhere. */
export function listResults(
  groups: readonly RuleResults[],
  targets: readonly Target[],
): readonly RuleResult[] | string {
  const byPosition: RuleResult[][] = targets.map(() => []);
  let total = 0;
  for (const { rule, targets: ranges, ...lists } of groups) {
    const unlisted = new Set<number>();
    let end = -1;
    for (const [first, last] of ranges) {
      if (first <= end || last < first || last >= targets.length) return `targets of ${rule} are not ascending ranges`;
      total += last - first + 1;
      if (total > maxResults) return `more than ${maxResults} results`;
      for (let position = first; position <= last; position++) unlisted.add(position);
      end = last;
    }
    const add = (position: number, verdict: RuleVerdict, reason?: string) => {
      const { id: target = "" } = targets[position] ?? {};
      byPosition[position]?.push({ rule, target, verdict, ...(reason !== undefined && { reason }) });
    };
    const answered = addListed(rule, lists, unlisted, add);
    if (answered !== undefined) return answered;
    for (const position of unlisted) add(position, "clean");
  }
  return byPosition.flat();
}

/** Takes the listed targets out of `unlisted`. */
function addListed(
  rule: RuleId,
  lists: Pick<RuleResults, (typeof listedVerdicts)[number]>,
  unlisted: Set<number>,
  add: (position: number, verdict: RuleVerdict, reason?: string) => void,
): string | undefined {
  const all = new Set(unlisted);
  for (const verdict of listedVerdicts)
    for (const { targets: positions, reason } of lists[verdict] ?? [])
      for (const position of positions) {
        if (!all.has(position)) return `${verdict} of ${rule} names a target that it does not apply to`;
        unlisted.delete(position);
        add(position, verdict, reason);
      }
  return undefined;
}
