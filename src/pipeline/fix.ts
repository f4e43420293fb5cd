import type { Applicability } from "../domain/fix.ts";
import type { RuleId } from "../domain/practice.ts";
import { applyEdits } from "../fixes/apply.ts";
import { planFixes } from "../fixes/plan.ts";
import type { FixCandidate } from "../rules/run-rules.ts";
import { parseDockerfile } from "../sources/dockerfile/parse.ts";
import type { Checked } from "./checked.ts";

interface AppliedFix {
  readonly rule: RuleId;
  readonly title: string;
  readonly applicability: Applicability;
  /** Line in the text that the fix was applied to; fixes of a later round count lines of the text before that round. */
  readonly line: number;
  readonly delta: readonly string[];
}

export interface FixedText {
  readonly text: string;
  readonly applied: readonly AppliedFix[];
  readonly dropped: readonly (Omit<AppliedFix, "delta"> & { readonly reason: string })[];
}

/**
 * Plans and applies fixes until nothing more is found: a fix can make room for another (a joined RUN gets its cleanup).
 * A fix after which a Dockerfile does not parse is dropped, and the rest is planned again.
 */
export function fixText(
  original: string,
  options: {
    /** A Dockerfile must still parse after each round; a document has no grammar of its own. */
    readonly kind: "dockerfile" | "document";
    readonly allowed: readonly Applicability[];
    /** Leave the proven fixes of these rules out. */
    readonly without?: ReadonlySet<RuleId>;
    readonly check: (text: string) => Checked;
  },
): FixedText {
  const refused = new Set<RuleId>();
  const applied: AppliedFix[] = [];
  const dropped: FixedText["dropped"][number][] = [];
  let text = original;
  // Each round strictly removes findings; the bound guards against two rules that undo each other.
  for (let round = 0; round < 12; round++) {
    const candidates = options
      .check(text)
      .run.fixes.filter(
        ({ rule, fix }) => !refused.has(rule) && !(fix.applicability === "proven" && options.without?.has(rule)),
      );
    const plan = planFixes(text, candidates, options.allowed);
    if (plan.edits.length === 0) break;
    const next = applyEdits(text, plan.edits);
    const broken = options.kind === "dockerfile" ? parseProblem : () => undefined;
    const problem = next === text ? "it changes nothing" : broken(text, next);
    if (problem === undefined) {
      applied.push(...plan.applied.map((one) => toApplied(one as FixCandidate)));
      text = next;
      continue;
    }
    const tried = plan.applied as FixCandidate[];
    const culprit = tried.find(({ fix }) => broken(text, applyEdits(text, fix.edits)) !== undefined) ?? tried[0];
    if (culprit === undefined) break;
    refused.add(culprit.rule);
    const { delta: _, ...rest } = toApplied(culprit);
    dropped.push({ ...rest, reason: `the text would no longer parse: ${problem}` });
  }
  return { text, applied, dropped };
}

function toApplied({ rule, finding, fix }: FixCandidate): AppliedFix {
  const line = "startLine" in finding.location ? finding.location.startLine : 0;
  return { rule, title: fix.title, applicability: fix.applicability, line, delta: fix.delta ?? [] };
}

/** A fixed Dockerfile must parse, and no shell body that was understood before may become one that is not. */
function parseProblem(before: string, after: string): string | undefined {
  try {
    const broken = brokenBodies(after);
    return broken.length > brokenBodies(before).length ? broken.join("; ") : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function brokenBodies(text: string): string[] {
  const { instructions } = parseDockerfile("Dockerfile", text);
  return instructions.flatMap(({ keyword, unparsed }) =>
    unparsed?.startsWith("syntax error") ? [`${keyword}: ${unparsed}`] : [],
  );
}
