import type { EngineSession } from "../../sources/engine/types.ts";
import { byId } from "../trial/trial-ids.ts";
import { withLoad } from "../workload/with-load.ts";
import { runExperiments } from "./run-experiments.ts";
import { createExperimentRecord, type SharedRecord } from "./experiment-record.ts";
import type { ExperimentRunner, ExperimentRunnerRequest } from "./experiment-runner.ts";
import { measure } from "./measure.ts";
import { openProcessWatch } from "./process-watch.ts";
import type { ProcessWatch } from "./watched.ts";
import { patienceOf, experimentRun, type TrialRunOptions } from "./run-experiment.ts";
import { createDecider } from "./decide.ts";

export function createExperimentRunner(session: EngineSession, request: ExperimentRunnerRequest): ExperimentRunner {
  const { load: control, workload } = request;
  const shared = {
    trials: [...request.reference.ran, ...(control?.ran ?? [])],
    tolerated: new Set(request.tolerated),
  };
  const unloadedRequest = { ...request, workload: withLoad(workload, undefined) };
  const watch = openProcessWatch(session, unloadedRequest, createExperimentRecord(shared));
  const plain = createRunner(session, unloadedRequest, shared, watch);
  const { rate, uncleanStop } = request.reference;
  // A container that breaks by itself also breaks under load, and stops the same way.
  const reference = control?.reference && {
    ...control.reference,
    ...(rate && { rate }),
    ...(uncleanStop !== undefined && { uncleanStop }),
  };
  if (reference === undefined) return Object.defineProperty(plain, "underLoad", { value: plain }) as ExperimentRunner;
  const loadSuffix = `, ${reference.workload.load?.clients ?? 1} at once`;
  const loaded = createRunner(
    session,
    { ...request, workload: reference.workload, reference },
    shared,
    watch,
    loadSuffix,
  );
  Object.defineProperty(loaded, "underLoad", { value: loaded });
  return Object.defineProperty(plain, "underLoad", { value: loaded }) as ExperimentRunner;
}

function createRunner(
  session: EngineSession,
  request: ExperimentRunnerRequest,
  shared: SharedRecord,
  watch: ProcessWatch,
  suffix = "",
): Omit<ExperimentRunner, "underLoad"> {
  const { image, imageSummary, permit, reference, trialIds } = request;
  const { workload, patience } = patienceOf(request);
  const record = createExperimentRecord(shared);
  const runQuestion = experimentRun(session, request, record, suffix);
  const settle = createDecider(reference, record, runQuestion);
  return {
    session,
    image,
    imageSummary,
    workload,
    permit,
    reference,
    watch,
    get trials() {
      return record.trials.toSorted(byId);
    },
    async run(title, restrictions, { observe = [], tolerant = false } = {}) {
      const result = record.resultOf(restrictions);
      if (result !== undefined && observe.length === 0) return result;
      return settle(trialIds(), { title, restrictions, tolerant }, 1, { observe, afresh: false });
    },
    runAll: (experiments) => runExperiments({ workload, trialIds }, record, { once: runQuestion, settle }, experiments),
    async confirm(title, restrictions, passes = 2) {
      const earlierTrials = record.runsOf(restrictions).filter(({ kept }) => kept !== true);
      const passed = earlierTrials.filter(({ outcome }) => outcome === "passes");
      if (passes > 1 && passed.length >= passes && passed.length === earlierTrials.length)
        return { passes: true, trials: passed.slice(-passes), problem: "" };
      const ran = passes > 1 ? passed.slice(1 - passes) : [];
      const runOptions: TrialRunOptions = { observe: [], afresh: true, counted: ran.length };
      return settle(trialIds(), { title, restrictions }, passes, runOptions, ran);
    },
    measure: (title, restrictions, measuredWorkload, options) =>
      measure(session, request, record, patience, { title, restrictions, workload: measuredWorkload, ...options }),
    tolerate(lines) {
      for (const line of lines) record.tolerated.add(line);
    },
  };
}
