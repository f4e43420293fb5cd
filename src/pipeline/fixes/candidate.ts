import { Failure } from "../../domain/failure.ts";
import type { Progress } from "../../domain/progress.ts";
import type { FixOutcome } from "../../domain/report/report.ts";
import type { AppliedFix, FixedText, PlacedFix } from "../fix-plan/fix.ts";
import { keepGood } from "../../proof/fix/keep-good.ts";

/** A Dockerfile with some fixes, built. */
export interface Candidate<Built> {
  readonly fixed: FixedText;
  readonly built: Built;
}

export interface CandidateSteps<Built> {
  /** The original with the accepted fixes. */
  readonly fix: (accept: (fix: PlacedFix) => boolean) => FixedText;
  /** Problems of single fixes, by key, found without a build. */
  readonly refuse?: (fixed: FixedText) => Promise<ReadonlyMap<string, string>>;
  /** Throws `build-failed` or `no-such-image`. */
  readonly build: (fixed: FixedText, name: string) => Promise<Built>;
  /** The difference in behavior, or beyond the declared changes; undefined without one. */
  readonly problem: (candidate: Candidate<Built>, name: string) => Promise<string | undefined>;
  /** Called with each image that failed. */
  readonly discard?: (built: Built) => Promise<void>;
  readonly progress: Progress;
}

export interface Choice<Built> {
  readonly chosen: Candidate<Built>;
  readonly outcomes: readonly (FixOutcome & Pick<PlacedFix, "key">)[];
}

/**
 * Keeps fixes only when the resulting image builds, differs from the original only in their declared changes,
 * and behaves like it. Fixes that declare whole trees come last, since their declared changes could hide another fix's fault.
 * The culprits of a failure are searched by rule and then by location; the other fixes are kept.
 */
export async function chooseFixes<Built>(steps: CandidateSteps<Built>): Promise<Choice<Built>> {
  const keptKeys = new Set<string>();
  const broke = new Map<string, string>();
  const tried = new Map<string, { readonly chosen: Candidate<Built> } | { readonly problem: string }>();
  const attempt = async (keys: ReadonlySet<string>) => {
    const fixed = steps.fix(({ key }) => keys.has(key));
    const earlierAttempt = tried.get(fixed.text);
    if (earlierAttempt !== undefined) return earlierAttempt;
    const name = nameOf(fixed);
    const answer = await tryCandidate(steps, fixed, name);
    if ("problem" in answer) {
      const [first = ""] = answer.problem.split("\n");
      steps.progress({ stage: "fix", message: `${name} does not hold: ${first}`, done: true });
    }
    tried.set(fixed.text, answer);
    return answer;
  };
  const problemWith = async (extraFixes: readonly AppliedFix[]) => {
    const answer = await attempt(new Set([...keptKeys, ...extraFixes.map(({ key }) => key)]));
    return "problem" in answer ? answer.problem : undefined;
  };
  const keep = (fixes: readonly AppliedFix[]) => fixes.forEach(({ key }) => keptKeys.add(key));

  const plannedFixes = new Map<string, AppliedFix>();
  // Fixes blocked by a dropped one appear in the next round; each round decides on at least one fix.
  for (;;) {
    const plan = steps.fix(({ key }) => !broke.has(key));
    for (const fix of plan.applied) plannedFixes.set(fix.key, fix);
    const refused = (await steps.refuse?.(plan)) ?? new Map<string, string>();
    const bad = [...refused].filter(([key]) => !broke.has(key));
    if (bad.length > 0) {
      for (const [key, problem] of bad) broke.set(key, problem);
      // The remaining fixes were never tried together; earlier attempts are cached.
      if (bad.some(([key]) => keptKeys.has(key))) keptKeys.clear();
      continue;
    }
    const fresh = plan.applied.filter(({ key }) => !keptKeys.has(key));
    const narrow = fresh.filter((fix) => !declaresWholeTree(fix));
    const rules = byRule(narrow.length > 0 ? narrow : fresh);
    if (rules.length === 0) break;
    const ruleChoice = await keepGood(rules, (set) => problemWith(set.flat()));
    ruleChoice.kept.forEach(keep);
    for (const [places, problem] of ruleChoice.broke) {
      const single = places.length > 1 ? await keepGood(places, problemWith, problem) : undefined;
      keep(single?.kept ?? []);
      for (const [{ key }, reason] of single?.broke ?? places.map((fix) => [fix, problem] as const))
        broke.set(key, reason);
    }
  }
  const best = await attempt(keptKeys);
  if ("chosen" in best)
    return { chosen: best.chosen, outcomes: outcomesOf([...plannedFixes.values()], best.chosen.fixed, broke) };
  throw new Failure("workload-fails", `even without any fix the container does not behave as before: ${best.problem}`, {
    hint: "The original passed before: make the workload in hullproof.yaml pass each time.",
  });
}

async function tryCandidate<Built>(
  steps: CandidateSteps<Built>,
  fixed: FixedText,
  name: string,
): Promise<{ readonly chosen: Candidate<Built> } | { readonly problem: string }> {
  try {
    const candidate = { fixed, built: await steps.build(fixed, name) };
    // Everything is compared with the original.
    const problem = fixed.applied.length === 0 ? undefined : await steps.problem(candidate, name);
    if (problem === undefined) return { chosen: candidate };
    await steps.discard?.(candidate.built);
    return { problem };
  } catch (error) {
    // A base that needs consent fails this version only.
    if (error instanceof Failure && error.code === "not-allowed")
      return { problem: `does not build without consent: ${error.message}\n${error.hint}` };
    if (error instanceof Failure && (error.code === "build-failed" || error.code === "no-such-image"))
      return { problem: `does not build: ${error.message}` };
    throw error;
  }
}

/** Whether the fix declares everything under the root or /usr, so that the comparison would miss other changes. */
export function declaresWholeTree({ delta }: AppliedFix): boolean {
  return delta.some((prefix) => /^(?:removed: )?\/(usr)?\/?$/.test(prefix));
}

/** Search order: of two fixes that fail only together, the safe one stays. */
function byRule(fixes: readonly AppliedFix[]): AppliedFix[][] {
  const order = ["safe", "proven", "suggested"];
  const sorted = fixes.toSorted((a, b) => order.indexOf(a.applicability) - order.indexOf(b.applicability));
  return [...Map.groupBy(sorted, ({ rule }) => rule).values()];
}

function nameOf({ applied }: FixedText): string {
  const rules = [...new Set(applied.map(({ rule }) => rule))];
  if (rules.length === 0) return "original";
  return rules.length < 3 ? `with ${rules.join(" and ")}` : `with ${applied.length} fixes of ${rules.length} rules`;
}

const applicationReasons: Readonly<Record<string, string>> = {
  safe: "holds by construction; built, compared and run all the same",
  proven: "built, compared and run: changes only what it declares, and behaves as the original",
  suggested: "asked for; built, compared and run: changes only what it declares, and behaves as the original",
};

/** Fixes in the result are applied; the other planned ones are dropped, since they failed or needed one that did. */
function outcomesOf(
  planned: readonly AppliedFix[],
  fixed: FixedText,
  broke: ReadonlyMap<string, string>,
): (FixOutcome & Pick<PlacedFix, "key">)[] {
  const appliedKeys = new Set(fixed.applied.map(({ key }) => key));
  const applied = fixed.applied.map((fix) => ({
    ...plain(fix),
    outcome: "applied" as const,
    reason: applicationReasons[fix.applicability] ?? "",
  }));
  const unapplied = planned
    .filter(({ key }) => !appliedKeys.has(key))
    .map((fix) => ({
      ...plain(fix),
      outcome: "dropped" as const,
      reason: broke.get(fix.key) ?? "it needs another fix that was dropped",
    }));
  const unparsed = fixed.dropped.map((fix) => ({
    ...plain(fix),
    outcome: "dropped" as const,
    reason: fix.reason,
  }));
  return [...applied, ...unapplied, ...unparsed];
}

function plain({ rule, title, applicability, line, key }: PlacedFix) {
  return { rule, title, applicability, line, key };
}
