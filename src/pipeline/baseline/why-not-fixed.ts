import type { RuleResult } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { placeOfTarget } from "../../reports/content/finding-place.ts";
import type { Comparable } from "./earlier-report.ts";

/** Why a baseline finding that is not reported again is not fixed; undefined where its rule ran on the same target, or its file is gone. */
export type WhyNotFixed = (past: Comparable) => string | undefined;

/** Indexed by rule and target, since thousands of findings query thousands of results. */
export function whyNotFixed(
  { rules, targets }: Pick<Report, "rules" | "targets">,
  exists: (file: string) => boolean,
): WhyNotFixed {
  const targetsById = new Map(targets.map((target) => [target.id, target]));
  const results = new Map<string, RuleResult[]>();
  for (const result of rules) {
    const about = targetsById.get(result.target) ?? { kind: "image" as const, name: result.target };
    // Merged Compose files are one target.
    const names = new Set([result.target, ...about.name.split(" + "), placeOfTarget(about)].map(plain));
    for (const name of names) {
      const key = keyOf(result.rule, name);
      const sameKey = results.get(key);
      if (sameKey === undefined) results.set(key, [result]);
      else sameKey.push(result);
    }
  }
  return (past) => {
    const names = past.inText ? [past.target ?? "", past.place] : beginningsOf(past.place);
    const answers = names.flatMap((name) => results.get(keyOf(past.rule, plain(name))) ?? []).map(reasonNotRun);
    if (answers.length > 0) return answers.find((reason) => reason !== undefined);
    return past.inText && !exists(past.place) ? undefined : "not checked this time";
  };
}

function keyOf(rule: string, name: string): string {
  return JSON.stringify([rule, name]);
}

function plain(name: string): string {
  return name.replace(/^(?:\.\/)+/, "");
}

/** Possible image names in `image/app Config.User`: the text before each blank. */
function beginningsOf(place: string): string[] {
  const beginnings: string[] = [];
  for (let at = place.indexOf(" "); at !== -1 && beginnings.length < maxBlanks; at = place.indexOf(" ", at + 1))
    beginnings.push(place.slice(0, at));
  return beginnings;
}

/** A path in an image may contain blanks. */
const maxBlanks = 20;

function reasonNotRun({ verdict, reason }: RuleResult): string | undefined {
  if (verdict === "clean") return undefined;
  // A rule with findings has a reason where some were suppressed.
  if (verdict === "found") return reason;
  return reason ?? verdict;
}
