import { Failure } from "../../domain/failure.ts";
import type { Applicability } from "../../domain/finding/fix.ts";
import type { FixEffect, FixProof } from "../../domain/report/fix-report.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { buildOriginals, chooseProven } from "./choose-proven.ts";
import type { Originals } from "./originals.ts";
import { pathsOf } from "../../proof/image-build/compare-built.ts";
import type { Context } from "../context.ts";
import { fixText, type FixedText, type PlacedFix } from "../fix-plan/fix.ts";
import { measure } from "./measure.ts";
import type { Project } from "../image-build/project.ts";
import { runOriginal } from "../prove/prove-hardened.ts";
import { checkCompanions } from "../workload/check-companions.ts";
import { workloadFor, type WorkloadDeclaration } from "../workload/workload-for.ts";
import type { Choice } from "./candidate.ts";
import type { Build } from "../image-build/builds.ts";

export interface ProvenFixes {
  readonly fixed: FixedText;
  readonly outcomes: Choice<Build>["outcomes"];
  readonly effects: ReadonlyMap<string, FixEffect>;
  readonly proof: FixProof;
}

/** Chooses fixes of one project by building and running; each call reuses earlier builds and runs. */
export type Prover = (accept?: (fix: PlacedFix) => boolean) => Promise<ProvenFixes>;

/**
 * Builds the original twice and runs it, as the reference for fixes. Throws the reason why it cannot be built or run,
 * with the remedy.
 */
export async function openProver(
  project: Project,
  options: {
    readonly allowed: readonly Applicability[];
    readonly check: (text: string) => TargetResult;
    readonly measure: boolean;
    readonly declared: WorkloadDeclaration;
  },
  context: Context,
): Promise<Prover> {
  const { allowed, check, declared } = options;
  const session = await context.run();
  await checkCompanions(session, declared);
  const originals = await buildOriginals(session, project, declared.permit, context).catch((error: unknown) => {
    throw unprovenFailure(error, "does not build");
  });
  const { before } = originals;
  const runner = await workloadFor(session, before.image.tag, declared, context)
    .then((workload) => runOriginal(session, before, workload, context.progress))
    .catch((error: unknown) => {
      throw unprovenFailure(error, "does not run");
    });
  return async (accept = () => true) => {
    const tools = { originals, runner, allowed, check, accept };
    const { chosen, outcomes } = await chooseProven(session, project, tools, context);
    const fix = (keys: ReadonlySet<string>) =>
      fixText(project.original, { kind: "dockerfile", allowed, check, accept: ({ key }) => keys.has(key) });
    const effects = options.measure
      ? await measure(chosen, originals, fix, context.progress)
      : new Map<string, FixEffect>();
    return { fixed: chosen.fixed, outcomes, effects, proof: proofOf(originals, runner.how, runner.trials().length) };
  };
}

function proofOf({ builds, noise }: Originals, behaviour: string, trials: number): FixProof {
  return {
    builds: builds.done.map(({ name, image }) => ({ name, seconds: image.seconds, digest: image.id })),
    mirrors: builds.mirrors(),
    noise: pathsOf(noise),
    behaviour,
    trials,
  };
}

/** The error for an original that does not build or run, which leaves nothing to compare with; an engine error stays as it is. */
function unprovenFailure(error: unknown, problem: string): unknown {
  const originalFailures = ["build-failed", "no-such-image", "never-ready", "workload-fails", "workload-flaky"];
  if (!(error instanceof Failure) || !originalFailures.includes(error.code)) return error;
  return new Failure(error.code, `The original ${problem}, so no fix of it can be proven. ${error.message}`, {
    hint: `${error.hint}\n\`hullproof fix\` without --proven offers the safe fixes.`,
    cause: error,
  });
}
