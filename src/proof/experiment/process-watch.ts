import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { compareWatched, watchOf } from "../judge/identity/compare-watched.ts";
import type { Observer } from "../observe/observer.ts";
import type { RunOn } from "../trial/lifecycle/lifecycle-context.ts";
import { runTrial, type TrialRequest } from "../trial/trial.ts";
import { withLoad } from "../workload/with-load.ts";
import { sharesHost } from "./run-experiments.ts";
import { withoutTraces } from "./judge-trial.ts";
import { keyOf, ofTrial, type ExperimentRecord } from "./experiment-record.ts";
import type { ExperimentRunnerRequest } from "./experiment-runner.ts";
import { decideResult, type ExperimentResult } from "./experiment-result.ts";
import { patienceOf } from "./run-experiment.ts";
import type { ProcessWatch } from "./watched.ts";

/** Options of a watched trial: one life, no restart, no load. */
export function watchedWorkload(workload: Workload): Workload {
  const { soak: _, ...once } = withLoad(workload, undefined);
  return { ...once, restart: false };
}

/** Refused system calls that change credentials. */
export function refusedIn({ traced }: Pick<Trial, "traced">): readonly string[] {
  return traced !== undefined && "kinds" in traced ? (traced.refused ?? []) : [];
}

interface Begun {
  readonly key: string;
  readonly steps: Promise<void>;
  readonly trial: Promise<Trial>;
  readonly end: () => void;
}

export function openProcessWatch(
  session: EngineSession,
  request: ExperimentRunnerRequest,
  record: ExperimentRecord,
): ProcessWatch {
  const { image, imageSummary, permit, reference, progress, stage, trialIds, otherImage = false, beside } = request;
  const { workload, patience } = patienceOf(request);
  const original = request.watched ?? Promise.resolve({ reason: "not asked for" });
  const background = request.background;
  const answers = new Map<string, Promise<ExperimentResult | undefined>>();
  let begun: Begun | undefined;
  let leastMs = request.watched === undefined ? 0 : Infinity;
  void original.then((then) => (leastMs = "reason" in then ? 0 : (watchOf(then)?.ms ?? 0)));

  const start = (key: string, trialOptions: Pick<TrialRequest, "restrictions" | "observe" | "alone">): Begun => {
    const steps = Promise.withResolvers<void>();
    const ended = new AbortController();
    const runOn: RunOn = {
      leastMs: () => leastMs,
      begun: steps.resolve,
      ended: AbortSignal.any([ended.signal, ...(background ? [background.signal] : [])]),
    };
    const request: TrialRequest = {
      id: "",
      title: "",
      image,
      imageSummary,
      workload: watchedWorkload(workload),
      permit,
      runOn,
      ...trialOptions,
      ...(beside && { beside }),
      ...patience,
    };
    const trial = runTrial(session, request).finally(() => steps.resolve());
    // The caller of `ask` gets the error.
    trial.catch(() => {});
    background?.add(trial);
    return { key, steps: steps.promise, trial, end: () => ended.abort() };
  };

  const judge = (
    trial: Trial,
    originalTrial: Trial,
    trialLabel: { readonly id: string; readonly title: string },
  ): Trial => {
    const { user } = trial.restrictions;
    const leeway = { ...(user !== undefined && { user }), otherImage };
    const problems =
      trial.outcome === "breaks"
        ? trial.problems
        : compareWatched(reference.noise.processes, originalTrial, trial, leeway);
    return { ...withoutTraces(trial), ...trialLabel, outcome: problems.length === 0 ? "passes" : "breaks", problems };
  };

  const ask = async (
    title: string,
    restrictions: Restrictions,
    observe: readonly Observer[],
  ): Promise<ExperimentResult | undefined> => {
    const watchedOriginal = await original;
    const watch = "reason" in watchedOriginal ? undefined : watchOf(watchedOriginal);
    if ("reason" in watchedOriginal || watch === undefined) return undefined;
    const key = keyOf(restrictions);
    const early = observe.length === 0 && begun?.key === key ? begun : undefined;
    if (early !== undefined) begun = undefined;
    const refused = new Set<string>();
    return decideResult({ passes: 1, certain: ({ id }) => refused.has(id) }, async (count, isAlone) => {
      const ran = await (count === 1 && early ? early : start(key, { restrictions, observe, alone: isAlone })).trial;
      const judgedTrial = judge(ran, watchedOriginal, { id: "", title });
      // The trial belongs to an earlier experiment.
      const id = early !== undefined && count === 1 && judgedTrial.outcome === "passes" ? "" : trialIds();
      const reportedTrial = { ...judgedTrial, id };
      if (refusedIn(ran).some((call) => !refusedIn(watchedOriginal).includes(call))) refused.add(id);
      if (id !== "") {
        record.trials.push(reportedTrial);
        progress(ofTrial(stage, record, request.expected, `${title}: ${reportedTrial.outcome}`));
      }
      return { ...reportedTrial, ...(ran.traced && { traced: ran.traced }), lives: ran.lives };
    });
  };

  return {
    original,
    async begin(restrictions) {
      const key = keyOf(restrictions);
      if (begun?.key === key || answers.has(key) || sharesHost(workload)) return;
      // The original may still run: this trial waits as long.
      if (leastMs === 0) return;
      begun?.end();
      begun = start(key, { restrictions });
      await begun.steps;
    },
    async ask(title, restrictions, observe = []) {
      const key = keyOf(restrictions);
      const cachedAnswer = observe.length === 0 ? answers.get(key) : undefined;
      const answer = cachedAnswer ?? ask(title, restrictions, observe);
      answers.set(key, answer);
      return answer;
    },
  };
}
