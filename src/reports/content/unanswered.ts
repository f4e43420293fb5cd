import type { RuleResult } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { byKey } from "../../text/by-key.ts";

/** Rules without a result for the same reason. */
export interface Unanswered {
  readonly verdict: "skipped" | "failed";
  readonly reason: string;
  readonly rules: readonly string[];
  readonly targets: readonly string[];
}

/** Failed before skipped, then by reason. */
export function unanswered(rules: readonly RuleResult[]): Unanswered[] {
  return (["failed", "skipped"] as const).flatMap((verdict) => {
    const resultsOfVerdict = rules.filter((result) => result.verdict === verdict);
    const reasons = Map.groupBy(resultsOfVerdict, ({ reason }) => reason ?? "no reason was given");
    return [...reasons].sort(byKey).map(([reason, results]) => ({
      verdict,
      reason,
      rules: [...new Set(results.map(({ rule }) => rule))].sort(),
      targets: [...new Set(results.map(({ target }) => target))].sort(),
    }));
  });
}

/** Parts that could not be read, one sentence each. */
export function unreadTexts({ image, unread = [], notChecked = [] }: Report): string[] {
  const files = (image?.unread ?? []).map(({ path, layer, reason }) => `${path} of layer ${layer}: ${reason}`);
  const changelogs = (image?.updates?.unread ?? []).map(
    ({ name, reason }) => `CVEs of the update of ${name}: ${reason}`,
  );
  const paths = unread.map(({ path, reason }) => `${path} is not read: ${reason}`);
  return [...paths, ...notChecked, ...files, ...changelogs];
}
