import type { Finding } from "../../domain/finding/finding.ts";
import type { RuleRun } from "../../rules/run/run-rules.ts";

/** What holds in each of several build contexts of one Dockerfile; a rule whose findings differ between them is skipped for the rest. */
export function commonRun([first, ...others]: readonly [RuleRun, ...RuleRun[]], folders: readonly string[]): RuleRun {
  if (others.length === 0) return first;
  const inOthers = others.map(({ findings }) => new Set(findings.map(keyOf)));
  const common = new Set(first.findings.filter((one) => inOthers.every((keys) => keys.has(keyOf(one)))));
  const commonKeys = new Set([...common].map(keyOf));
  const differing = new Set(
    [first, ...others].flatMap(({ findings }) =>
      findings.flatMap((one) => (commonKeys.has(keyOf(one)) ? [] : [one.rule])),
    ),
  );
  const reported = new Set([...common].map(({ rule }) => rule));
  const skipped = [first, ...others].flatMap(({ results }) => results.filter(({ verdict }) => verdict === "skipped"));
  const reason = `it has no answer that holds in each build context that the repository names: ${folders.map((folder) => `\`${folder}\``).join(", ")}`;
  const skippedRules = new Set<string>();
  return {
    ...first,
    findings: first.findings.filter((one) => common.has(one)),
    fixes: first.fixes.filter(({ finding }) => common.has(finding)),
    results: first.results.flatMap((result) => {
      const { rule, verdict } = result;
      if (verdict === "clean") {
        const other = skipped.find((one) => one.rule === rule);
        if (other !== undefined) return [other];
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
