import type { Permit } from "../../consent/decide.ts";
import type { Progress } from "../../domain/progress.ts";
import type { Restrictions } from "../../domain/restrictions.ts";
import type { Trial } from "../../domain/trial.ts";
import type { Workload } from "../../domain/workload.ts";
import type { ImageSummary, Run } from "../../sources/engine/types.ts";
import { writesLate, type Baseline } from "./baseline.ts";
import { chanceLines } from "../judge/complaints.ts";
import { isCertain } from "../judge/certain.ts";
import { votesFor } from "../judge/failure-rate.ts";
import { healthPatience, impatient, silentPorts } from "./impatient.ts";
import { paceOf } from "./pace.ts";
import { briefly, judgeTrial } from "./judge-trial.ts";
import { nothingKnown, type Known } from "./known.ts";
import type { Control } from "./control.ts";
import { withLoad } from "../workload/with-load.ts";
import { majority, type Answer } from "./majority.ts";
import type { Observer } from "../observe/observer.ts";
import { runTrial } from "../trial/trial.ts";
import { byId, runId } from "../trial/trial-ids.ts";

export interface Question {
  /** What is asked, for a reader: `without SETUID`. */
  readonly title: string;
  readonly restrictions: Restrictions;
  /** It passes, too, when all that it does otherwise is to complain of a refusal in its log. */
  readonly tolerant?: boolean;
  /** What watches its trials; such a question is asked though it was asked before. */
  readonly observe?: readonly Observer[];
}

/** Asks one container questions and judges each answer against the baseline. */
export interface Lab {
  readonly run: Run;
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly baseline: Baseline;
  /** The same lab, each question under the load of its workload; itself where there is none, or the original does not stand it. */
  readonly underLoad: Lab;
  /** All trials so far, baseline included, in the order of their ids. */
  readonly trials: readonly Trial[];
  /** A pass counts at once; a failure only when chance is impossible or it is two out of three (more where the original breaks by itself). The same question is not asked twice. */
  ask(title: string, restrictions: Restrictions, options?: AskOptions): Promise<Answer>;
  /** The same for several questions at once, where two containers do not disturb each other; what broke runs again alone. */
  askAll(questions: readonly Question[]): Promise<Answer[]>;
  /**
   * Until it passed `passes` times (default 2): what this lab has run of the same question counts, and not what an earlier call of the program did. Once
   * one run broke, two of three decide, one of them anew.
   */
  confirm(title: string, restrictions: Restrictions, passes?: number): Promise<Answer>;
  /** One run under another workload, for its figures: it is not judged, and measured anew in each call. */
  measure(title: string, restrictions: Restrictions, workload: Workload): Promise<Trial>;
  /** From now on these lines of a log are no problem. */
  tolerate(lines: readonly string[]): void;
}

export type AskOptions = Pick<Question, "tolerant" | "observe">;

export interface LabRequest {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly baseline: Baseline;
  readonly trialIds: () => string;
  readonly progress: Progress;
  /** Of the progress events: `learn`, `verify`. */
  readonly stage: string;
  /** Trials in all, about, for the progress; default unknown. */
  readonly expected?: number;
  /** The baseline is another image's, in which users may have other numbers. */
  readonly otherImage?: boolean;
  /** What earlier runs answered; default nothing. */
  readonly known?: Known;
  /** Log lines that were accepted when the profile was learned. */
  readonly tolerated?: readonly string[];
  /** The original under load: what `underLoad` is judged by. */
  readonly load?: Control;
}

/** Two at a time: more would make a small machine slow enough to fail what works. */
const atOnce = 2;

export function openLab(run: Run, request: LabRequest): Lab {
  const { load: control, workload } = request;
  const shared = {
    trials: [...request.baseline.ran, ...(control?.ran ?? [])],
    tolerated: new Set(request.tolerated),
  };
  const plain = oneLab(run, { ...request, workload: withLoad(workload, undefined) }, shared);
  const { rate } = request.baseline;
  // What breaks by itself breaks under load as well.
  const baseline = control?.baseline && { ...control.baseline, ...(rate && { rate }) };
  if (baseline === undefined) return Object.defineProperty(plain, "underLoad", { value: plain }) as Lab;
  const how = `, ${baseline.workload.load?.clients ?? 1} at once`;
  const loaded = oneLab(run, { ...request, workload: baseline.workload, baseline }, shared, how);
  Object.defineProperty(loaded, "underLoad", { value: loaded });
  return Object.defineProperty(plain, "underLoad", { value: loaded }) as Lab;
}

function oneLab(
  run: Run,
  request: LabRequest,
  { trials, tolerated }: { readonly trials: Trial[]; readonly tolerated: Set<string> },
  suffix = "",
): Omit<Lab, "underLoad"> {
  const { image, imageSummary, permit, baseline, progress, stage, known = nothingKnown } = request;
  const workload = impatient(request.workload, baseline.trials);
  const patience = {
    healthWithinMs: healthPatience(baseline.trials),
    silentPorts: silentPorts(workload, baseline.trials),
  };
  const pace = paceOf(baseline.trials);
  const expected = baseline.noise.lives.map(({ written }) => written);
  const answers = new Map<string, Answer>();
  const runs = new Map<string, Trial[]>();
  const votes = votesFor(baseline.rate);
  // Where the original breaks by itself, no break is beyond chance.
  const certain = (trial: Trial) => baseline.rate === undefined && isCertain(trial, baseline.trials[0]);
  const { version, kernel } = run.engine.info;
  const about = { image: imageSummary.id, engine: version, kernel, workload: request.workload };

  const keyOf = (restrictions: Restrictions) => JSON.stringify(sorted(restrictions));

  const once = async (id: string, asked: Question, runNumber: number, how: How): Promise<Trial> => {
    const { restrictions } = asked;
    const title = `${asked.title}${suffix}`;
    const question = { ...about, restrictions: sorted(restrictions), run: runNumber };
    const reusable = how.observe.length === 0 && !how.afresh;
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
            observe: how.observe,
            expected,
            pace,
            // As long before the stop as the original had.
            settle: baseline.trials.some(writesLate),
            reference: { processes: baseline.noise.processes, otherImage: request.otherImage === true },
            ...patience,
          })
        : { ...earlier, ...name, kept: true };
    // Before it is judged: what the next run's baseline finds decides anew.
    // What our own limit held back may go on under another one.
    if (reusable && earlier === undefined && trial.limit === undefined) await known.put(question, trial);
    const judged = judgeTrial(request, trial, tolerated, asked.tolerant ?? false);
    trials.push(judged);
    runs.set(keyOf(restrictions), [...(runs.get(keyOf(restrictions)) ?? []), judged]);
    const from = earlier === undefined ? "" : ", known from an earlier run";
    progress({
      stage,
      message: `${countOf(trials.length, request.expected)}: ${title}: ${judged.outcome}${from}`,
      line: true,
    });
    return judged;
  };

  const settle = async (id: string, question: Question, passes: number, how: How, ran: readonly Trial[] = []) => {
    const answer = await majority({ passes, votes, certain, ran }, (runNumber) =>
      once(id, question, runNumber - (how.counted ?? 0), how),
    );
    answers.set(keyOf(question.restrictions), answer);
    // The same run once with a line and once without it: that is chance, whatever the restrictions.
    if (answer.passes) for (const line of chanceLines(answer.trials)) tolerated.add(line);
    return answer;
  };

  return {
    run,
    image,
    imageSummary,
    workload,
    permit,
    baseline,
    get trials() {
      return trials.toSorted(byId);
    },
    async ask(title, restrictions, { observe = [], tolerant = false } = {}) {
      const answer = answers.get(keyOf(restrictions));
      if (answer !== undefined && observe.length === 0) return answer;
      return settle(request.trialIds(), { title, restrictions, tolerant }, 1, { observe, afresh: false });
    },
    async askAll(questions) {
      const howOf = ({ observe = [] }: Question): How => ({ observe, afresh: false });
      const asked = new Map<string, { id: string; question: Question }>();
      for (const question of questions) {
        const key = keyOf(question.restrictions);
        if (asked.has(key) || (answers.has(key) && question.observe === undefined)) continue;
        asked.set(key, { id: request.trialIds(), question });
      }
      const waiting = [...asked.values()];
      const broken: { id: string; question: Question; first: Trial }[] = [];
      const worker = async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const { id, question } = next;
          const first = await once(id, question, 1, howOf(question));
          if (first.outcome === "passes") await settle(id, question, 1, howOf(question), [first]);
          else broken.push({ id, question, first });
        }
      };
      await Promise.all(Array.from({ length: sharesHost(workload) ? 1 : atOnce }, worker));
      for (const { id, question, first } of broken.toSorted(byId))
        await settle(id, question, 1, howOf(question), [first]);
      return questions.map(({ restrictions }) => answers.get(keyOf(restrictions)) as Answer);
    },
    async confirm(title, restrictions, passes = 2) {
      const before = (runs.get(keyOf(restrictions)) ?? []).filter(({ kept }) => kept !== true);
      const passed = before.filter(({ outcome }) => outcome === "passes");
      if (passes > 1 && passed.length >= passes && passed.length === before.length)
        return { passes: true, trials: passed.slice(-passes), problem: "" };
      const counted = passed.slice(1 - passes);
      const ran = passes > 1 ? counted : [];
      const how: How = { observe: [], afresh: true, counted: ran.length };
      return settle(request.trialIds(), { title, restrictions }, passes, how, ran);
    },
    async measure(title, restrictions, other) {
      const id = request.trialIds();
      const asked = {
        id,
        title,
        image,
        imageSummary,
        workload: other,
        permit,
        restrictions,
        judged: false,
        ...patience,
      };
      const trial = briefly(await runTrial(run, asked));
      trials.push(trial);
      progress({ stage, message: `${countOf(trials.length, request.expected)}: ${title}`, line: true });
      return trial;
    },
    tolerate(lines) {
      for (const line of lines) tolerated.add(line);
    },
  };
}

/** The estimate grows when it turns out to be too low; the last trial is not known before it ran. */
function countOf(count: number, expected: number | undefined): string {
  return expected === undefined ? `trial ${count}` : `trial ${count} of about ${Math.max(count, expected)}`;
}

interface How {
  readonly observe: readonly Observer[];
  /** Run it though it is known. */
  readonly afresh: boolean;
  /** Runs of the same question under another id, which count; default 0. */
  readonly counted?: number;
}

/** Two containers cannot listen on the same ports of one network, and commands of the host may share files. */
function sharesHost({ grants, steps }: Workload): boolean {
  return grants?.network === "host" || steps.some(({ kind }) => kind === "run");
}

/** Equal restrictions give equal text. */
function sorted(restrictions: Restrictions): unknown {
  return {
    ...Object.fromEntries(Object.entries(restrictions).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    addCapabilities: (restrictions.addCapabilities ?? []).toSorted(),
    tmpfs: (restrictions.tmpfs ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
