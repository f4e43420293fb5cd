import type { ProvenFor } from "../../domain/profile/profile.ts";
import type { LoadOutcome, Trial } from "../../domain/workload/trial.ts";
import type { Load, Workload } from "../../domain/workload/workload.ts";
import { kindOf } from "../../steps/kind-of.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { acceptStop, uncleanExit, uncleanText, type ReferenceRequest } from "./run-reference.ts";
import { silentPorts } from "./impatient.ts";
import { referenceBehaviorOf, type ReferenceBehavior, type Original } from "./reference.ts";
import { writesLate } from "./writes-late.ts";
import { runTrial } from "../trial/trial.ts";
import { partsOf } from "../trial/lifecycle/load-test.ts";
import { failTogether } from "../judge/compare-load.ts";

/** The original under load, and the load that it proves. */
export interface Control {
  /** Undefined if no step can run in parallel, or the original does not pass the load. */
  readonly reference?: ReferenceBehavior;
  /** Including failed ones. */
  readonly ran: readonly Trial[];
  readonly provenFor: ProvenFor;
}

/**
 * Runs the original twice under the load of its workload, to learn which load it passes. Steps that fail in parallel
 * run one after the other from then on; if the container does not survive, or no parallel step remains, half as many
 * clients try. A stop that differs from the declared one only under load is accepted, as without load. These results
 * are reported in the verdict and are not failures. `workload` passes without load, in the trials `before`.
 */
export async function controlUnderLoad(
  session: EngineSession,
  request: ReferenceRequest & { readonly least?: number; readonly before?: readonly Trial[] },
): Promise<Control> {
  const { workload, least = 1, before = [] } = request;
  const { load } = workload;
  const ran: Trial[] = [];
  if (load === undefined) return { ran, provenFor: provenForOneClient() };
  if (partsOf(workload.steps, load).together.length === 0)
    return { ran, provenFor: provenForOneClient(whyNone(workload, load)) };
  const runLoadTrial = async (requestedLoad: Load, title: string, unlike?: LoadOutcome): Promise<Trial> => {
    const { progress, trialIds, least: _, before: __, ...rest } = request;
    const name = `the original, ${describeClients(requestedLoad.clients)}${title}`;
    progress({ stage: "reference", message: name });
    const loaded = await runTrial(session, {
      ...rest,
      workload: { ...workload, load: requestedLoad },
      silentPorts: silentPorts(workload, before),
      settle: before.some(writesLate),
      id: trialIds(),
      title: name,
      restrictions: {},
      observe: request.observe ?? [],
      ...(unlike && { unlike }),
    });
    const trial = withCalmWork(loaded, before);
    ran.push(trial);
    return trial;
  };
  let failureReason = "";
  for (let { clients } = load; clients >= least; clients = Math.floor(clients / 2)) {
    const first = await runLoadTrial({ ...load, clients }, "");
    const exitCode = uncleanExit(request, first);
    if (exitCode !== undefined && !workload.stop.exitCodes.includes(exitCode)) {
      const accepted = { ...acceptStop(request, exitCode), load: { ...load, clients } };
      const control = await controlUnderLoad(session, { ...request, workload: accepted });
      const allTrials = [...ran, ...control.ran];
      const uncleanStop = uncleanText(first, exitCode);
      return {
        ...control,
        ran: allTrials,
        ...(control.reference && { reference: { ...control.reference, ran: allTrials, uncleanStop } }),
      };
    }
    const loadOutcome = loadOf(first);
    const failing = loadOutcome === undefined ? [] : failTogether(loadOutcome);
    const serial = [...new Set([...(load.serial ?? []), ...failing])];
    const adjustedLoad: Load = { ...load, clients, ...(serial.length > 0 && { serial }) };
    if (first.outcome === "breaks")
      failureReason = `with ${clients} the original breaks: ${first.problems[0] ?? "no reason"}`;
    else if (partsOf(workload.steps, adjustedLoad).together.length === 0)
      failureReason = `with ${clients} all of them fail on the original`;
    else {
      const titleSuffix = failing.length === 0 ? " again" : `, ${failing.join(", ")} one after the other`;
      const second = await runLoadTrial(adjustedLoad, titleSuffix, loadOutcome);
      if (second.outcome === "passes")
        return controlOf(session, request, [first, second], { ran, asked: adjustedLoad, why: failureReason });
      failureReason = `with ${clients} the original breaks: ${second.problems[0] ?? "no reason"}`;
    }
    if (clients === 1) break;
  }
  return { ran, provenFor: provenForOneClient(workload.steps.map(({ name }) => `${name} (${failureReason})`)) };
}

/**
 * Without files that only the load leaves: under load, a mail server stops with mail in its queue, and a trial that
 * delivers it in time does not lose it. `unloadedTrials` ran the same steps one by one.
 */
function withCalmWork(trial: Trial, unloadedTrials: readonly Trial[]): Trial {
  const lives = trial.lives.map((life, at) => {
    const work = unloadedTrials.flatMap(({ lives: others }) => others[at]?.files ?? []);
    if (life.files === undefined || work.length === 0) return life;
    const writtenPaths = life.files.written.filter((path) => work.every((files) => files.written.includes(path)));
    return { ...life, files: { ...life.files, written: writtenPaths } };
  });
  return { ...trial, lives };
}

function controlOf(
  session: EngineSession,
  request: ReferenceRequest,
  trials: readonly [Trial, Trial],
  { ran, asked, why }: { readonly ran: readonly Trial[]; readonly asked: Load; readonly why: string },
): Control {
  const workload = { ...request.workload, load: asked };
  const provenFor = provenBy(workload, loadOf(trials[0]), why);
  return { reference: loadedReference(session, { ...request, workload }, trials, ran), ran, provenFor };
}

/** Of `ran`, only `trials` ran under the final load of the workload of `original`. */
export function loadedReference(
  session: EngineSession,
  original: Original,
  trials: readonly [Trial, Trial],
  ran: readonly Trial[],
): ReferenceBehavior {
  return { ...referenceBehaviorOf(session, original, trials, trials), ran };
}

/**
 * `first` is the load that showed which steps fail in parallel; `largerLoadProblem` is the problem seen with more
 * clients.
 */
function provenBy({ steps, load }: Workload, first: LoadOutcome | undefined, largerLoadProblem = ""): ProvenFor {
  if (load === undefined) return provenForOneClient();
  const { together } = partsOf(steps, load);
  const reasons = steps
    .filter((step) => !together.includes(step))
    .map((step) => {
      const { name } = step;
      const reason = kindOf(step).noLoad?.(step);
      if (reason !== undefined) return `${name} (${reason})`;
      const stepOutcome = first?.steps.find((one) => one.name === name && one.together);
      return stepOutcome === undefined
        ? `${name} (declared as serial)`
        : `${name} (${load.clients} at once, ${stepOutcome.failed} of ${stepOutcome.count} failed on the original)`;
    });
  const notUnderLoad = [
    ...reasons,
    ...(largerLoadProblem === "" ? [] : [`more than ${load.clients} clients (${largerLoadProblem})`]),
  ];
  return {
    clients: load.clients,
    seconds: load.forMs / 1000,
    ...(notUnderLoad.length > 0 && { notUnderLoad }),
  };
}

function provenForOneClient(notUnderLoad: readonly string[] = []): ProvenFor {
  return { clients: 1, seconds: 0, ...(notUnderLoad.length > 0 && { notUnderLoad }) };
}

function whyNone({ steps, ready }: Workload, load: Load): string[] {
  if (steps.length > 0) return provenBy({ steps, load } as Workload, undefined).notUnderLoad?.slice() ?? [];
  return [ready.kind === "ended" ? "it ends by itself" : "there is no step"];
}

function loadOf({ lives: [life] }: Trial): LoadOutcome | undefined {
  return life?.load;
}

function describeClients(clients: number): string {
  return clients === 1 ? "one client without a rest" : `${clients} clients at once`;
}
