import type { Finding } from "../../domain/finding/finding.ts";
import { reportedEdits } from "../../edits/placed-edits.ts";
import { maskerOf } from "../../facts/secrets/values/masker-of.ts";
import { applyEdits } from "../../fixes/apply.ts";
import type { FixCandidate } from "../../rules/run/run-rules.ts";
import type { Checked } from "../check/checked.ts";
import { meantBy, type Fixable, type Texts } from "./fix-texts.ts";

/** Each costs a reading of all the texts: of a Compose project a merge by every version. */
const most = 32;

/**
 * Findings with the edits that `fix --suggested` would make for each by itself: those after which the texts mean something else in nothing but what the fix
 * says. `inTime` throws where it takes too long: what was not tried has no edits.
 */
export function withEdits(
  checked: Checked,
  fixable: Fixable,
  inTime: (act: () => string | undefined) => string | undefined,
): Checked {
  const { texts } = fixable;
  const mask = maskerOf(texts.values(), fixable.secrets?.());
  const better = new Map<Finding, Finding>();
  for (const { finding, fix } of checked.run.fixes.slice(0, most)) {
    try {
      const problem = inTime(() => fixable.problem(texts, edited(texts, fix), meantBy([{ fix }])));
      if (problem !== undefined || finding.fix === undefined) continue;
      const reported = reportedEdits(fix.edits, (file) => texts.get(file) ?? "", mask);
      better.set(finding, { ...finding, fix: { ...finding.fix, ...reported } });
    } catch {
      break;
    }
  }
  const { run } = checked;
  const named = (finding: Finding) => better.get(finding) ?? finding;
  return {
    ...checked,
    run: {
      ...run,
      findings: run.findings.map(named),
      fixes: run.fixes.map((one) => ({ ...one, finding: named(one.finding) })),
    },
  };
}

function edited(texts: Texts, { edits }: FixCandidate["fix"]): Texts {
  const byFile = Map.groupBy(edits, ({ file }) => file);
  return new Map([...texts].map(([file, text]) => [file, applyEdits(text, byFile.get(file) ?? [])]));
}
