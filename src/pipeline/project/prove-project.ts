import type { Permit } from "../../consent/decide.ts";
import { Failure } from "../../domain/failure.ts";
import type { Progress } from "../../domain/progress.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Proof, Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { runReference } from "../../proof/experiment/run-reference.ts";
import type { ReferenceBehavior } from "../../proof/experiment/reference.ts";
import { createExperimentRunner } from "../../proof/experiment/create-experiment-runner.ts";
import { stopFaultText } from "../../proof/experiment/stop-fault.ts";
import { withLoad } from "../../proof/workload/with-load.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { summaryOf } from "../workload/summary-of.ts";

/** Reference behavior of the original project. */
export type Reference = ReferenceBehavior;

export interface WholeProject {
  readonly entry: string;
  readonly image: string;
  /** Workload of the entry, with all its dependencies as companions. */
  readonly workload: Workload;
  readonly permit: Permit;
  /** Restrictions of each service from the hardened files. */
  readonly restrictions: ReadonlyMap<string, Restrictions>;
  /** Log differences tolerated when the entry was learned. */
  readonly tolerated: readonly string[];
  readonly trialIds: () => string;
  readonly progress: Progress;
  /** Reference trials of an earlier call with the same workload; run first by default. */
  readonly reference?: Reference;
}

/**
 * Starts the whole project with its hardened files, including a restart of the entry, and compares the entry's responses with the original project.
 * A service that exits meanwhile, or never becomes ready, fails the proof.
 */
export async function proveProject(
  session: EngineSession,
  request: WholeProject,
): Promise<{ readonly proof: Proof; readonly trials: readonly Trial[]; readonly reference: Reference }> {
  const { entry, image, permit, restrictions, tolerated, trialIds, progress } = request;
  const imageSummary = await summaryOf(session, image);
  const workload = withLoad(request.workload, undefined);
  const asIs = { image, imageSummary, workload, permit, trialIds, progress };
  const base = request.reference ?? (await runReference(session, asIs));
  const companionRestrictions = new Map([...restrictions].filter(([name]) => name !== entry));
  const runner = createExperimentRunner(session, {
    image,
    imageSummary,
    workload: base.workload,
    permit,
    reference: base,
    trialIds,
    progress,
    stage: "verify",
    tolerated,
    beside: companionRestrictions,
  });
  const names = [...restrictions.keys()].toSorted().join(", ");
  const claim = `The project behaves the same with ${names} under the hardened file`;
  try {
    const answer = await runner.confirm("the whole project under the hardened file", restrictions.get(entry) ?? {});
    const { steps, restart } = request.workload;
    const stepsText = steps.length === 1 ? "the step is" : `all ${steps.length} steps are`;
    const stop = stopFaultText(base);
    const came = answer.passes
      ? `${answer.trials.length} runs: ${stepsText} answered as before, log lines and exit codes of ${entry} are the same, restart ${restart ? "included" : "not asked for"}`
      : (answer.problem ?? "");
    const detail = stop === "" ? came : `${came}.${stop}`;
    return {
      proof: { claim, trials: answer.trials.map(({ id }) => id), verdict: answer.passes ? "holds" : "breaks", detail },
      trials: runner.trials,
      reference: base,
    };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "never-ready") throw error;
    const [detail = error.message] = error.message.split("\n");
    return { proof: { claim, trials: [], verdict: "breaks", detail }, trials: runner.trials, reference: base };
  }
}
