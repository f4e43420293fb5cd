import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { Run } from "../../sources/engine/types.ts";
import type { Observer } from "../observe/observer.ts";
import type { SlowStart } from "../trial/life/life-context.ts";
import { runTrial } from "../trial/trial.ts";
import { runId } from "../trial/trial-ids.ts";
import { writesLate } from "./writes-late.ts";
import { healthPatience, impatient, silentPorts, slowStartOf, stopPatience } from "./impatient.ts";
import { problemOf } from "./answer.ts";
import { judgeInDoubt } from "./judge-in-doubt.ts";
import { nothingKnown } from "./known.ts";
import { ofTrial, inOrder, type LabRecord } from "./lab-record.ts";
import type { LabRequest, Question } from "./lab.ts";
import { paceOf } from "./pace.ts";

export interface How {
  readonly observe: readonly Observer[];
  /** Run it though it is known. */
  readonly afresh: boolean;
  /** Runs of the same question under another id, which count; default 0. */
  readonly counted?: number;
  /** Nothing else of ours runs meanwhile; default false. */
  readonly alone?: boolean;
}

/** Runs a question once, or takes what an earlier call of the program found, and judges it. `runNumber` counts from 1. */
export type RunQuestion = (id: string, asked: Question, runNumber: number, how: How) => Promise<Trial>;

/** What is waited for, by what the original took. */
export interface Patience {
  readonly healthWithinMs: number;
  readonly silentPorts: ReadonlySet<number>;
  readonly slowStart?: SlowStart;
  readonly stopWithinMs?: number;
}

/** The workload as trials run it, and how long they wait. */
export function patienceOf({ workload, baseline }: LabRequest): { readonly workload: Workload } & {
  readonly patience: Patience;
} {
  const { trials } = baseline;
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

/** Characters of a line of progress. */
const mostReason = 160;

const heldBack = (slowStart: SlowStart, { cpus }: Restrictions): SlowStart => ({
  ...slowStart,
  ...(cpus !== undefined && { cpus }),
});

/** `suffix` ends each title. */
export function questionRunner(run: Run, request: LabRequest, record: LabRecord, suffix: string): RunQuestion {
  const { image, imageSummary, permit, baseline, progress, stage, known = nothingKnown, leaves = false } = request;
  const { given = false } = request;
  const { workload, patience } = patienceOf(request);
  const pace = paceOf(baseline.trials);
  const expected = baseline.noise.lives.map(({ files, permissions }) => ({ files, permissions }));
  const { version, kernel } = run.engine.info;
  const about = { image: imageSummary.id, engine: version, kernel, workload: request.workload };
  return async (id, asked, runNumber, { observe, afresh, alone = false }) => {
    const { restrictions } = asked;
    const title = `${asked.title}${suffix}`;
    const question = { ...about, restrictions: inOrder(restrictions), run: runNumber };
    const reusable = observe.length === 0 && !afresh;
    const earlier = reusable ? ((await known.get(question)) as Trial | undefined) : undefined;
    const name = { id: runId(id, runNumber), title };
    const trial: Trial =
      earlier === undefined
        ? await runTrial(run, {
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
            // As long before the stop as the original had.
            settle: baseline.trials.some(writesLate),
            leaves,
            reference: { processes: baseline.noise.processes, otherImage: request.otherImage === true },
            ...(request.beside && { beside: request.beside }),
            ...patience,
            ...(given && patience.slowStart && { slowStart: heldBack(patience.slowStart, restrictions) }),
          })
        : { ...earlier, ...name, kept: true };
    // Before it is judged: what the next run's baseline finds decides again.
    // What our own limit held back may go on under another one.
    if (reusable && earlier === undefined && trial.limit === undefined) await known.put(question, trial);
    const judged = await judgeInDoubt(request, record, trial, asked);
    record.ran(restrictions, judged);
    const from = earlier === undefined ? "" : ", known from an earlier run";
    const why = judged.outcome === "breaks" ? `: ${problemOf(judged).replaceAll("\n", " ").slice(0, mostReason)}` : "";
    progress(ofTrial(stage, record, request.expected, `${title}: ${judged.outcome}${from}${why}`));
    return judged;
  };
}
