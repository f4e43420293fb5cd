import type { Finding } from "../../domain/finding/finding.ts";
import { reportedEdits } from "../../edits/placed-edits.ts";
import { maskerOf } from "../../facts/secrets/values/masker-of.ts";
import { applyEdits } from "../../fixes/apply.ts";
import type { FixCandidate } from "../../rules/run/run-rules.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import type { Texts } from "../../dialects/text-dialect.ts";
import { declaredEditsOf, type Fixable } from "./fix-texts.ts";

/** Each fix parses all texts; a Compose project is merged by every version. Characters count, not time: a busy machine gives the same report. */
const [maxFixes, maxCharacters] = [32, 1_000_000];

/**
 * Adds to findings the edits that `fix --suggested` would make for each alone, where the texts then differ only in the declared changes.
 * `inTime` throws at the time limit: later findings get no edits.
 */
export function withEdits(
  checked: TargetResult,
  fixable: Fixable,
  inTime: (act: () => string | undefined) => string | undefined,
): TargetResult {
  const { texts } = fixable;
  const mask = maskerOf(texts.values(), fixable.secrets?.());
  const better = new Map<Finding, Finding>();
  const size = [...texts.values()].reduce((sum, { length }) => sum + length, 1);
  for (const { finding, fix } of checked.run.fixes.slice(0, Math.min(maxFixes, maxCharacters / size))) {
    try {
      const problem = inTime(() => fixable.problem(texts, applyFix(texts, fix), declaredEditsOf([{ fix }])));
      if (problem !== undefined || finding.fix === undefined) continue;
      const reported = reportedEdits(fix.edits, (file) => texts.get(file) ?? "", mask);
      better.set(finding, { ...finding, fix: { ...finding.fix, ...reported } });
    } catch {
      break;
    }
  }
  const { run } = checked;
  const withFix = (finding: Finding) => better.get(finding) ?? finding;
  return {
    ...checked,
    run: {
      ...run,
      findings: run.findings.map(withFix),
      fixes: run.fixes.map((candidate) => ({ ...candidate, finding: withFix(candidate.finding) })),
    },
  };
}

function applyFix(texts: Texts, { edits }: FixCandidate["fix"]): Texts {
  const byFile = Map.groupBy(edits, ({ file }) => file);
  return new Map([...texts].map(([file, text]) => [file, applyEdits(text, byFile.get(file) ?? [])]));
}
