import type { ProvenFor } from "../../domain/profile/profile.ts";
import type { LoadOutcome, Trial } from "../../domain/workload/trial.ts";
import type { Load, Workload } from "../../domain/workload/workload.ts";
import { kindOf } from "../../steps/kind-of.ts";
import type { Run } from "../../sources/engine/types.ts";
import { acceptStop, uncleanExit, uncleanText, type BaselineRequest } from "./baseline.ts";
import { silentPorts } from "./impatient.ts";
import { baselineOf, type Baseline, type Original } from "./reference.ts";
import { writesLate } from "./writes-late.ts";
import { runTrial } from "../trial/trial.ts";
import { partsOf } from "../trial/life/burst.ts";
import { failTogether } from "../judge/compare-load.ts";

/** The original under load, and what it is proven for by that. */
export interface Control {
  /** Undefined: there is nothing that many can do at once, or the original does not stand it. */
  readonly baseline?: Baseline;
  /** Those that did not stand it included. */
  readonly ran: readonly Trial[];
  readonly provenFor: ProvenFor;
}

/**
 * Runs the original under the load of its workload, twice, to learn what it stands: steps that fail when they are done at once are done
 * one after the other from then on, and where the container itself does not live through it, or nothing is left to be done at once, half
 * as many clients try. One that stops otherwise than declared only under load is accepted as it is, as without. What is found is no failure of anything: it is named beside the verdict. `workload` passes without load, in the trials `before`.
 */
export async function controlUnderLoad(
  run: Run,
  request: BaselineRequest & { readonly least?: number; readonly before?: readonly Trial[] },
): Promise<Control> {
  const { workload, least = 1, before = [] } = request;
  const { load } = workload;
  const ran: Trial[] = [];
  if (load === undefined) return { ran, provenFor: calm() };
  if (partsOf(workload.steps, load).together.length === 0) return { ran, provenFor: calm(whyNone(workload, load)) };
  const once = async (asked: Load, title: string, unlike?: LoadOutcome): Promise<Trial> => {
    const { progress, trialIds, least: _, before: __, ...rest } = request;
    const name = `the original, ${atOnce(asked.clients)}${title}`;
    progress({ stage: "baseline", message: name });
    const loaded = await runTrial(run, {
      ...rest,
      workload: { ...workload, load: asked },
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
  let why = "";
  for (let { clients } = load; clients >= least; clients = Math.floor(clients / 2)) {
    const first = await once({ ...load, clients }, "");
    const exitCode = uncleanExit(request, first);
    if (exitCode !== undefined && !workload.stop.exitCodes.includes(exitCode)) {
      const accepted = { ...acceptStop(request, exitCode), load: { ...load, clients } };
      const control = await controlUnderLoad(run, { ...request, workload: accepted });
      const all = [...ran, ...control.ran];
      const uncleanStop = uncleanText(first, exitCode);
      return {
        ...control,
        ran: all,
        ...(control.baseline && { baseline: { ...control.baseline, ran: all, uncleanStop } }),
      };
    }
    const found = loadOf(first);
    const failing = found === undefined ? [] : failTogether(found);
    const serial = [...new Set([...(load.serial ?? []), ...failing])];
    const asked: Load = { ...load, clients, ...(serial.length > 0 && { serial }) };
    if (first.outcome === "breaks") why = `with ${clients} the original breaks: ${first.problems[0] ?? "no reason"}`;
    else if (partsOf(workload.steps, asked).together.length === 0)
      why = `with ${clients} all of them fail on the original`;
    else {
      const how = failing.length === 0 ? " again" : `, ${failing.join(", ")} one after the other`;
      const second = await once(asked, how, found);
      if (second.outcome === "passes") return controlOf(run, request, [first, second], { ran, asked, why });
      why = `with ${clients} the original breaks: ${second.problems[0] ?? "no reason"}`;
    }
    if (clients === 1) break;
  }
  return { ran, provenFor: calm(workload.steps.map(({ name }) => `${name} (${why})`)) };
}

/**
 * Without files that only the load leaves: many at once have a mail server stop with mail in its queue, and a trial that delivers it in time does not lose it. `calm` did
 * the same steps one by one.
 */
function withCalmWork(trial: Trial, calm: readonly Trial[]): Trial {
  const lives = trial.lives.map((life, at) => {
    const work = calm.flatMap(({ lives: others }) => others[at]?.files ?? []);
    if (life.files === undefined || work.length === 0) return life;
    const written = life.files.written.filter((path) => work.every((files) => files.written.includes(path)));
    return { ...life, files: { ...life.files, written } };
  });
  return { ...trial, lives };
}

function controlOf(
  run: Run,
  request: BaselineRequest,
  trials: readonly [Trial, Trial],
  { ran, asked, why }: { readonly ran: readonly Trial[]; readonly asked: Load; readonly why: string },
): Control {
  const workload = { ...request.workload, load: asked };
  const provenFor = provenBy(workload, loadOf(trials[0]), why);
  return { baseline: loadedBaseline(run, { ...request, workload }, trials, ran), ran, provenFor };
}

/** Of `ran`, only `trials` met the load that the workload of `original` has in the end. */
export function loadedBaseline(
  run: Run,
  original: Original,
  trials: readonly [Trial, Trial],
  ran: readonly Trial[],
): Baseline {
  return { ...baselineOf(run, original, trials, trials), ran };
}

/** `first` is the load under which steps were found that fail together; `more` says what more clients met. */
export function provenBy({ steps, load }: Workload, first: LoadOutcome | undefined, more = ""): ProvenFor {
  if (load === undefined) return calm();
  const { together } = partsOf(steps, load);
  const reasons = steps
    .filter((step) => !together.includes(step))
    .map((step) => {
      const { name } = step;
      const why = kindOf(step).noLoad?.(step);
      if (why !== undefined) return `${name} (${why})`;
      const met = first?.steps.find((one) => one.name === name && one.together);
      return met === undefined
        ? `${name} (declared as serial)`
        : `${name} (${load.clients} at once, ${met.failed} of ${met.count} failed on the original)`;
    });
  const notUnderLoad = [...reasons, ...(more === "" ? [] : [`more than ${load.clients} clients (${more})`])];
  return {
    clients: load.clients,
    seconds: load.forMs / 1000,
    ...(notUnderLoad.length > 0 && { notUnderLoad }),
  };
}

export function calm(notUnderLoad: readonly string[] = []): ProvenFor {
  return { clients: 1, seconds: 0, ...(notUnderLoad.length > 0 && { notUnderLoad }) };
}

function whyNone({ steps, ready }: Workload, load: Load): string[] {
  if (steps.length > 0) return provenBy({ steps, load } as Workload, undefined).notUnderLoad?.slice() ?? [];
  return [ready.kind === "ended" ? "it ends by itself" : "there is no step"];
}

function loadOf({ lives: [life] }: Trial): LoadOutcome | undefined {
  return life?.load;
}

function atOnce(clients: number): string {
  return clients === 1 ? "one client without a rest" : `${clients} clients at once`;
}
