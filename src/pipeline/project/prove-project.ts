import type { Permit } from "../../consent/decide.ts";
import { Failure } from "../../domain/failure.ts";
import type { Progress } from "../../domain/progress.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Proof, Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { baseline } from "../../proof/lab/baseline.ts";
import type { Baseline } from "../../proof/lab/reference.ts";
import { openLab } from "../../proof/lab/open-lab.ts";
import { stopFaultText } from "../../proof/lab/stop-fault.ts";
import { withLoad } from "../../proof/workload/with-load.ts";
import type { Run } from "../../sources/engine/types.ts";
import { summaryOf } from "../prove/summary-of.ts";

/** How the project answers as it is. */
export type Reference = Baseline;

export interface WholeProject {
  readonly entry: string;
  readonly image: string;
  /** Of the entry, with everything that it needs beside it. */
  readonly workload: Workload;
  readonly permit: Permit;
  /** What each service runs under, as the hardened files say it. */
  readonly restrictions: ReadonlyMap<string, Restrictions>;
  /** Log lines that were accepted when the entry was learned. */
  readonly tolerated: readonly string[];
  readonly trialIds: () => string;
  readonly progress: Progress;
  /** Of an earlier call with the same workload; default it is run first. */
  readonly reference?: Reference;
}

/**
 * Starts the whole project under what its hardened files say, restart of the entry included, and compares what the entry answers with the project as it is.
 * A service that ends meanwhile, or never becomes ready, breaks it.
 */
export async function proveProject(
  run: Run,
  request: WholeProject,
): Promise<{ readonly proof: Proof; readonly trials: readonly Trial[]; readonly reference: Reference }> {
  const { entry, image, permit, restrictions, tolerated, trialIds, progress } = request;
  const imageSummary = await summaryOf(run, image);
  const workload = withLoad(request.workload, undefined);
  const asIs = { image, imageSummary, workload, permit, trialIds, progress };
  const base = request.reference ?? (await baseline(run, asIs));
  const beside = new Map([...restrictions].filter(([name]) => name !== entry));
  const lab = openLab(run, {
    image,
    imageSummary,
    workload: base.workload,
    permit,
    baseline: base,
    trialIds,
    progress,
    stage: "verify",
    tolerated,
    beside,
  });
  const names = [...restrictions.keys()].toSorted().join(", ");
  const claim = `The project behaves the same with ${names} under the hardened file`;
  try {
    const answer = await lab.confirm("the whole project under the hardened file", restrictions.get(entry) ?? {});
    const { steps, restart } = request.workload;
    const asked = steps.length === 1 ? "the step is" : `all ${steps.length} steps are`;
    const stop = stopFaultText(base);
    const came = answer.passes
      ? `${answer.trials.length} runs: ${asked} answered as before, log lines and exit codes of ${entry} are the same, restart ${restart ? "included" : "not asked for"}`
      : (answer.problem ?? "");
    const detail = stop === "" ? came : `${came}.${stop}`;
    return {
      proof: { claim, trials: answer.trials.map(({ id }) => id), verdict: answer.passes ? "holds" : "breaks", detail },
      trials: lab.trials,
      reference: base,
    };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "never-ready") throw error;
    const [detail = error.message] = error.message.split("\n");
    return { proof: { claim, trials: [], verdict: "breaks", detail }, trials: lab.trials, reference: base };
  }
}
