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
const tooMany = "the edits of so many fixes were not tried; `hullproof fix` makes them";

/**
 * Adds to findings the edits that `fix --suggested` would make for each alone, where the texts then differ only in the declared changes.
 * Beyond the limits, and from where `inTime` throws at the time limit on, findings say why they have none.
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
  let left = Math.floor(Math.min(maxFixes, maxCharacters / size));
  const reportedOf = (fix: FixCandidate["fix"]): ReturnType<typeof reportedEdits> | undefined => {
    if (left-- <= 0) return { withheld: tooMany };
    try {
      const problem = inTime(() => fixable.problem(texts, applyFix(texts, fix), declaredEditsOf([{ fix }])));
      return problem === undefined ? reportedEdits(fix.edits, (file) => texts.get(file) ?? "", mask) : undefined;
    } catch {
      left = 0;
      return { withheld: tooMany };
    }
  };
  for (const { finding, fix } of checked.run.fixes) {
    const reported = reportedOf(fix);
    if (finding.fix !== undefined && finding.fix.edits === undefined && reported !== undefined)
      better.set(finding, { ...finding, fix: { ...finding.fix, ...reported } });
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
