import type { Finding } from "../../domain/finding/finding.ts";
import type { RuleRun } from "../../rules/run/run-rules.ts";

/** Combines the results for several build contexts of one Dockerfile; a rule whose findings differ between them is skipped for the others. */
export function commonRun([first, ...others]: readonly [RuleRun, ...RuleRun[]], folders: readonly string[]): RuleRun {
  if (others.length === 0) return first;
  const inOthers = others.map(({ findings }) => new Set(findings.map(keyOf)));
  const common = new Set(first.findings.filter((finding) => inOthers.every((keys) => keys.has(keyOf(finding)))));
  const commonKeys = new Set([...common].map(keyOf));
  const differing = new Set(
    [first, ...others].flatMap(({ findings }) =>
      findings.flatMap((finding) => (commonKeys.has(keyOf(finding)) ? [] : [finding.rule])),
    ),
  );
  const reported = new Set([...common].map(({ rule }) => rule));
  const skipped = [first, ...others].flatMap(({ results }) => results.filter(({ verdict }) => verdict === "skipped"));
  const reason = `it has no answer that holds in each build context that the repository names: ${folders.map((folder) => `\`${folder}\``).join(", ")}`;
  const skippedRules = new Set<string>();
  return {
    ...first,
    findings: first.findings.filter((finding) => common.has(finding)),
    fixes: first.fixes.filter(({ finding }) => common.has(finding)),
    results: first.results.flatMap((result) => {
      const { rule, verdict } = result;
      if (verdict === "clean") {
        const skippedResult = skipped.find((skippedRule) => skippedRule.rule === rule);
        if (skippedResult !== undefined) return [skippedResult];
      }
      if (!differing.has(rule) || skippedRules.has(rule)) return [result];
      skippedRules.add(rule);
      const skip = { rule, target: result.target, verdict: "skipped", reason } as const;
      return reported.has(rule) ? [result, skip] : [skip];
    }),
  };
}

function keyOf({ rule, location }: Finding): string {
  return JSON.stringify([rule, location]);
}
