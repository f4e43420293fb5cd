import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { Observer } from "../observe/observer.ts";
import type { SlowStart } from "../trial/lifecycle/lifecycle-context.ts";
import { runTrial } from "../trial/trial.ts";
import { runId } from "../trial/trial-ids.ts";
import { writesLate } from "./writes-late.ts";
import { healthPatience, impatient, silentPorts, slowStartOf, stopPatience } from "./impatient.ts";
import { problemOf } from "./experiment-result.ts";
import { judgeInDoubt } from "./judge-in-doubt.ts";
import { emptyCache } from "./result-cache.ts";
import { ofTrial, inOrder, type ExperimentRecord } from "./experiment-record.ts";
import type { ExperimentRunnerRequest, Experiment } from "./experiment-runner.ts";
import { paceOf } from "./pace.ts";

export interface TrialRunOptions {
  readonly observe: readonly Observer[];
  /** Ignore a known result. */
  readonly afresh: boolean;
  /** Counted runs of the same experiment under another id; default 0. */
  readonly counted?: number;
  /** No other trial runs meanwhile; default false. */
  readonly alone?: boolean;
}

/** Runs an experiment once, or takes its result from an earlier session, and judges it. `runNumber` starts at 1. */
export type RunExperiment = (
  id: string,
  experiment: Experiment,
  runNumber: number,
  how: TrialRunOptions,
) => Promise<Trial>;

/** Timeouts derived from the original's times. */
export interface Patience {
  readonly healthWithinMs: number;
  readonly silentPorts: ReadonlySet<number>;
  readonly slowStart?: SlowStart;
  readonly stopWithinMs?: number;
}

/** The workload of trials, and their timeouts. */
export function patienceOf({ workload, reference }: ExperimentRunnerRequest): { readonly workload: Workload } & {
  readonly patience: Patience;
} {
  const { trials } = reference;
  const shortened = impatient(workload, trials);
  const slowStart = slowStartOf(workload, trials);
  const stopWithinMs = stopPatience(trials);
  const patience = {
    healthWithinMs: healthPatience(trials),
    silentPorts: silentPorts(shortened, trials),
    ...(slowStart && { slowStart }),
    ...(stopWithinMs !== undefined && { stopWithinMs }),
  };
  return { workload: shortened, patience };
}

/** Maximum length of a progress line. */
const mostReason = 160;

const heldBack = (slowStart: SlowStart, { cpus }: Restrictions): SlowStart => ({
  ...slowStart,
  ...(cpus !== undefined && { cpus }),
});

/** `suffix` ends each title. */
export function experimentRun(
  session: EngineSession,
  request: ExperimentRunnerRequest,
  record: ExperimentRecord,
  suffix: string,
): RunExperiment {
  const { image, imageSummary, permit, reference, progress, stage, known = emptyCache, leaves = false } = request;
  const { given = false } = request;
  const { workload, patience } = patienceOf(request);
  const pace = paceOf(reference.trials);
  const expected = reference.noise.lives.map(({ files, permissions }) => ({ files, permissions }));
  const { version, kernel } = session.engine.info;
  const about = { image: imageSummary.id, engine: version, kernel, workload: request.workload };
  return async (id, experiment, runNumber, { observe, afresh, alone = false }) => {
    const { restrictions } = experiment;
    const title = `${experiment.title}${suffix}`;
    const question = { ...about, restrictions: inOrder(restrictions), run: runNumber };
    const reusable = observe.length === 0 && !afresh;
    const earlier = reusable ? ((await known.get(question)) as Trial | undefined) : undefined;
    const name = { id: runId(id, runNumber), title };
    const trial: Trial =
      earlier === undefined
        ? await runTrial(session, {
            ...name,
            image,
            imageSummary,
            workload,
            permit,
            restrictions,
            observe,
            alone,
            expected,
            pace,
            // As long before the stop as in the original.
            settle: reference.trials.some(writesLate),
            leaves,
            reference: { processes: reference.noise.processes, otherImage: request.otherImage === true },
            ...(request.beside && { beside: request.beside }),
            ...patience,
            ...(given && patience.slowStart && { slowStart: heldBack(patience.slowStart, restrictions) }),
          })
        : { ...earlier, ...name, kept: true };
    // Stored before it is judged: the next session's reference trials decide again. A trial slowed down by our own
    // limit may pass under another one.
    if (reusable && earlier === undefined && trial.limit === undefined) await known.put(question, trial);
    const judgedTrial = await judgeInDoubt(request, record, trial, experiment);
    record.ran(restrictions, judgedTrial);
    const from = earlier === undefined ? "" : ", known from an earlier run";
    const reasonText =
      judgedTrial.outcome === "breaks" ? `: ${problemOf(judgedTrial).replaceAll("\n", " ").slice(0, mostReason)}` : "";
    progress(ofTrial(stage, record, request.expected, `${title}: ${judgedTrial.outcome}${from}${reasonText}`));
    return judgedTrial;
  };
}
