import { Failure } from "../../domain/failure.ts";
import type { Progress } from "../../domain/progress.ts";
import type { FixOutcome } from "../../domain/report/report.ts";
import type { AppliedFix, FixedText, PlacedFix } from "./fix.ts";
import { keepGood } from "../../proof/fix/keep-good.ts";

/** A Dockerfile with some fixes, built. */
export interface Candidate<Built> {
  readonly fixed: FixedText;
  readonly built: Built;
}

export interface CandidateSteps<Built> {
  /** The original with those of its fixes that are accepted. */
  readonly fix: (accept: (fix: PlacedFix) => boolean) => FixedText;
  /** What is wrong with single fixes, by key, without a build. */
  readonly refuse?: (fixed: FixedText) => Promise<ReadonlyMap<string, string>>;
  /** Throws `build-failed` or `no-such-image`. */
  readonly build: (fixed: FixedText, name: string) => Promise<Built>;
  /** What it does otherwise than the original, or has otherwise beyond what its fixes declare; undefined when it is as good. */
  readonly problem: (candidate: Candidate<Built>, name: string) => Promise<string | undefined>;
  /** Called with each image that did not hold. */
  readonly discard?: (built: Built) => Promise<void>;
  readonly progress: Progress;
}

export interface Choice<Built> {
  readonly chosen: Candidate<Built>;
  readonly outcomes: readonly (FixOutcome & Pick<PlacedFix, "key">)[];
}

/**
 * Fixes are kept only when the image that they give builds, differs from the original in nothing that they do not declare,
 * and behaves as the original. Those that declare whole trees come last: while they are in, a fault of another could hide in
 * what they declare. Of what breaks, the culprits are searched by rule and then by place; the rest is kept.
 */
export async function chooseFixes<Built>(steps: CandidateSteps<Built>): Promise<Choice<Built>> {
  const kept = new Set<string>();
  const broke = new Map<string, string>();
  const tried = new Map<string, { readonly chosen: Candidate<Built> } | { readonly problem: string }>();
  const attempt = async (keys: ReadonlySet<string>) => {
    const fixed = steps.fix(({ key }) => keys.has(key));
    const known = tried.get(fixed.text);
    if (known !== undefined) return known;
    const name = nameOf(fixed);
    const answer = await attemptOne(steps, fixed, name);
    if ("problem" in answer) {
      const [first = ""] = answer.problem.split("\n");
      steps.progress({ stage: "fix", message: `${name} does not hold: ${first}`, done: true });
    }
    tried.set(fixed.text, answer);
    return answer;
  };
  const problemWith = async (more: readonly AppliedFix[]) => {
    const answer = await attempt(new Set([...kept, ...more.map(({ key }) => key)]));
    return "problem" in answer ? answer.problem : undefined;
  };
  const keep = (fixes: readonly AppliedFix[]) => fixes.forEach(({ key }) => kept.add(key));

  const seen = new Map<string, AppliedFix>();
  // What a dropped fix stood in the way of is fresh in the next round; each round decides at least one fix.
  for (;;) {
    const plan = steps.fix(({ key }) => !broke.has(key));
    for (const one of plan.applied) seen.set(one.key, one);
    const refused = (await steps.refuse?.(plan)) ?? new Map<string, string>();
    const bad = [...refused].filter(([key]) => !broke.has(key));
    if (bad.length > 0) {
      for (const [key, why] of bad) broke.set(key, why);
      // What is left of it was never tried as a whole; what was tried before costs no build again.
      if (bad.some(([key]) => kept.has(key))) kept.clear();
      continue;
    }
    const fresh = plan.applied.filter(({ key }) => !kept.has(key));
    const narrow = fresh.filter((fix) => !isWide(fix));
    const rules = byRule(narrow.length > 0 ? narrow : fresh);
    if (rules.length === 0) break;
    const found = await keepGood(rules, (set) => problemWith(set.flat()));
    found.kept.forEach(keep);
    for (const [places, why] of found.broke) {
      const single = places.length > 1 ? await keepGood(places, problemWith, why) : undefined;
      keep(single?.kept ?? []);
      for (const [{ key }, reason] of single?.broke ?? places.map((one) => [one, why] as const)) broke.set(key, reason);
    }
  }
  const best = await attempt(kept);
  if ("chosen" in best)
    return { chosen: best.chosen, outcomes: outcomesOf([...seen.values()], best.chosen.fixed, broke) };
  throw new Failure("workload-fails", `even without any fix the container does not behave as before: ${best.problem}`, {
    hint: "The original passed before: make the workload in hullproof.yaml pass each time.",
  });
}

async function attemptOne<Built>(
  steps: CandidateSteps<Built>,
  fixed: FixedText,
  name: string,
): Promise<{ readonly chosen: Candidate<Built> } | { readonly problem: string }> {
  try {
    const chosen = { fixed, built: await steps.build(fixed, name) };
    // The original is what all is compared with.
    const problem = fixed.applied.length === 0 ? undefined : await steps.problem(chosen, name);
    if (problem === undefined) return { chosen };
    await steps.discard?.(chosen.built);
    return { problem };
  } catch (error) {
    // A base that needs consent is refused to this version alone.
    if (error instanceof Failure && error.code === "not-allowed")
      return { problem: `does not build without consent: ${error.message}\n${error.hint}` };
    if (error instanceof Failure && (error.code === "build-failed" || error.code === "no-such-image"))
      return { problem: `does not build: ${error.message}` };
    throw error;
  }
}

/** Whatever it changes below the root or /usr is declared, so the comparison sees little of what stands beside it. */
export function isWide({ delta }: AppliedFix): boolean {
  return delta.some((prefix) => /^(?:removed: )?\/(usr)?\/?$/.test(prefix));
}

/** In the order of the search: of two that break only together, the one that holds by construction stays. */
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

const why: Readonly<Record<string, string>> = {
  safe: "holds by construction; built, compared and run all the same",
  proven: "built, compared and run: changes only what it declares, and behaves as the original",
  suggested: "asked for; built, compared and run: changes only what it declares, and behaves as the original",
};

/** What was chosen is applied; what else was planned is dropped, since it broke something or needed a fix that did. */
function outcomesOf(
  all: readonly AppliedFix[],
  chosen: FixedText,
  broke: ReadonlyMap<string, string>,
): (FixOutcome & Pick<PlacedFix, "key">)[] {
  const made = new Set(chosen.applied.map(({ key }) => key));
  const applied = chosen.applied.map((fix) => ({
    ...plain(fix),
    outcome: "applied" as const,
    reason: why[fix.applicability] ?? "",
  }));
  const left = all
    .filter(({ key }) => !made.has(key))
    .map((fix) => ({
      ...plain(fix),
      outcome: "dropped" as const,
      reason: broke.get(fix.key) ?? "it needs another fix that was dropped",
    }));
  const unparsed = chosen.dropped.map((fix) => ({
    ...plain(fix),
    outcome: "dropped" as const,
    reason: fix.reason,
  }));
  return [...applied, ...left, ...unparsed];
}

function plain({ rule, title, applicability, line, key }: PlacedFix) {
  return { rule, title, applicability, line, key };
}
