import { Failure } from "../domain/failure.ts";
import type { RuleId } from "../domain/practice.ts";
import type { Progress } from "../domain/progress.ts";
import type { FixOutcome } from "../domain/report.ts";
import type { FixedText } from "./fix.ts";

/** A Dockerfile with some fixes, built. */
export interface Candidate<Built> {
  readonly fixed: FixedText;
  readonly built: Built;
}

export interface CandidateSteps<Built> {
  /** The original with its safe fixes and the proven ones of all rules but `without`. */
  readonly fix: (without: ReadonlySet<RuleId>) => FixedText;
  /** Throws `build-failed` or `no-such-image`. */
  readonly build: (fixed: FixedText, name: string) => Promise<Built>;
  /** What it does otherwise than the original when it runs; undefined when it behaves the same. */
  readonly problem: (built: Built, name: string) => Promise<string | undefined>;
  readonly progress: Progress;
}

/**
 * Proven fixes are kept only when the image that they give builds and behaves as the original. When all of them together
 * do not, they are added one rule at a time, each kept when the sum still holds: the rest is dropped, with what it broke.
 */
export async function chooseFixes<Built>(
  steps: CandidateSteps<Built>,
): Promise<{ chosen: Candidate<Built>; outcomes: FixOutcome[] }> {
  const all = steps.fix(new Set());
  const first = await attempt(steps, all, "hardened");
  if ("chosen" in first) return { chosen: first.chosen, outcomes: outcomesOf(all, all, new Map()) };

  const provenRules = [
    ...new Set(all.applied.filter(({ applicability }) => applicability === "proven").map(({ rule }) => rule)),
  ];
  const without = new Set(provenRules);
  const dropped = new Map<RuleId, string>();
  let best = await attempt(steps, steps.fix(without), "safe fixes only");
  if (!("chosen" in best)) {
    throw new Failure(
      "workload-fails",
      `with its safe fixes the container does not behave as before: ${best.problem}`,
      {
        hint: "A safe fix must never do that: please report it with the Dockerfile. `hullproof fix --rule RULE` applies single rules.",
      },
    );
  }
  for (const [index, rule] of provenRules.entries()) {
    steps.progress({
      stage: "fix",
      message: `together they break it (${first.problem}); adding ${rule}, ${index + 1} of ${provenRules.length}`,
    });
    const tried = await attempt(steps, steps.fix(new Set([...without].filter((one) => one !== rule))), `with ${rule}`);
    if ("chosen" in tried) {
      best = tried;
      without.delete(rule);
    } else {
      dropped.set(rule, tried.problem);
    }
  }
  return { chosen: best.chosen, outcomes: outcomesOf(all, best.chosen.fixed, dropped) };
}

async function attempt<Built>(
  steps: CandidateSteps<Built>,
  fixed: FixedText,
  name: string,
): Promise<{ chosen: Candidate<Built> } | { problem: string }> {
  try {
    const built = await steps.build(fixed, name);
    const problem = await steps.problem(built, name);
    return problem === undefined ? { chosen: { fixed, built } } : { problem };
  } catch (error) {
    if (error instanceof Failure && (error.code === "build-failed" || error.code === "no-such-image"))
      return { problem: error.message };
    throw error;
  }
}

/** What was chosen is applied; what only `all` had is dropped, since it broke something or needed a fix that did. */
function outcomesOf(all: FixedText, chosen: FixedText, broke: ReadonlyMap<RuleId, string>): FixOutcome[] {
  const applied = chosen.applied.map(({ rule, title, applicability, line }): FixOutcome => {
    const reason =
      applicability === "safe"
        ? "holds by construction; built, compared and run all the same"
        : "built and run: behaves as the original";
    return { rule, title, applicability, line, outcome: "applied", reason };
  });
  const left = [...chosen.applied];
  const dropped = all.applied.flatMap(({ rule, title, applicability, line }): FixOutcome[] => {
    const at = left.findIndex((one) => one.rule === rule && one.title === title);
    if (at !== -1) {
      left.splice(at, 1);
      return [];
    }
    const reason = broke.get(rule) ?? "it needs another fix that was dropped";
    return [{ rule, title, applicability, line, outcome: "dropped", reason }];
  });
  return [...applied, ...dropped, ...chosen.dropped.map((one): FixOutcome => ({ ...one, outcome: "dropped" }))];
}
