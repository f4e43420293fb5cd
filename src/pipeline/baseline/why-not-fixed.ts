import type { RuleResult } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { placeOfTarget } from "../../reports/content/finding-place.ts";
import type { Comparable } from "./earlier.ts";

/** Why a finding of the baseline that is not found again is not fixed; undefined where its rule looked at the same target, or its file is gone. */
export type WhyNotFixed = (past: Comparable) => string | undefined;

/** By rule and target, as thousands of findings ask about thousands of results. */
export function whyNotFixed(
  { rules, targets }: Pick<Report, "rules" | "targets">,
  exists: (file: string) => boolean,
): WhyNotFixed {
  const known = new Map(targets.map((target) => [target.id, target]));
  const results = new Map<string, RuleResult[]>();
  for (const result of rules) {
    const about = known.get(result.target) ?? { kind: "image" as const, name: result.target };
    // Compose files that are laid over each other are one target.
    const names = new Set([result.target, ...about.name.split(" + "), placeOfTarget(about)].map(plain));
    for (const name of names) {
      const key = keyOf(result.rule, name);
      const others = results.get(key);
      if (others === undefined) results.set(key, [result]);
      else others.push(result);
    }
  }
  return (past) => {
    const names = past.inText ? [past.target ?? "", past.place] : beginningsOf(past.place);
    const answers = names.flatMap((name) => results.get(keyOf(past.rule, plain(name))) ?? []).map(whyNotAnswered);
    if (answers.length > 0) return answers.find((why) => why !== undefined);
    return past.inText && !exists(past.place) ? undefined : "not checked this time";
  };
}

function keyOf(rule: string, name: string): string {
  return JSON.stringify([rule, name]);
}

function plain(name: string): string {
  return name.replace(/^(?:\.\/)+/, "");
}

/** Of `image/app Config.User` what may be the image: up to each blank. */
function beginningsOf(place: string): string[] {
  const found: string[] = [];
  for (let at = place.indexOf(" "); at !== -1 && found.length < mostBlanks; at = place.indexOf(" ", at + 1))
    found.push(place.slice(0, at));
  return found;
}

/** A path in an image may have blanks, too. */
const mostBlanks = 20;

function whyNotAnswered({ verdict, reason }: RuleResult): string | undefined {
  if (verdict === "clean") return undefined;
  // A rule that found something else has a reason where some of it was ignored.
  if (verdict === "found") return reason;
  return reason ?? verdict;
}
