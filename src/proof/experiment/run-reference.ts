import { Failure } from "../../domain/failure.ts";
import { reasonLine } from "../judge/reason-line.ts";
import { shownImage } from "../workload/shown-image.ts";
import { neverReadyHint } from "./never-ready-hint.ts";
import { selinuxAdvice } from "../../sources/engine/containers/selinux.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { afterRuns, mostReferenceRuns, rateOf } from "../judge/failure-rate.ts";
import { silentPorts } from "./impatient.ts";
import { learnNoise } from "../judge/judge.ts";
import type { Observer } from "../observe/observer.ts";
import { referenceBehaviorOf, type ReferenceBehavior, type Original } from "./reference.ts";
import { largeBodies, refusedBodies, withoutAnswers, withoutBodies } from "./refused-bodies.ts";
import { writesLate } from "./writes-late.ts";
import { hasLargeBody } from "../../steps/has-large-body.ts";
import { signalExit } from "../trial/signal-exit.ts";
import { runTrial } from "../trial/trial.ts";

const killed = 137;
const impatientMs = 1000;

export interface ReferenceRequest extends Original {
  /** Ports without HTTP. */
  readonly silentPorts?: ReadonlySet<number>;
  /** Observers of the second and third trial, not of those that only count breaks. */
  readonly observe?: readonly Observer[];
  /** Containers of trials are removed while the next one is prepared; default false. */
  readonly leaves?: boolean;
  /** Observers of every trial, for what two containers have in common. */
  readonly observeAll?: readonly Observer[];
  /** Receives the first passing trial and its workload, before the next one runs. */
  readonly works?: (first: Trial, workload: Workload) => void;
}

/**
 * Runs the container twice without restrictions, to learn its behavior and noise. If the two disagree, further trials
 * measure how often it breaks. A container that does its work but stops differently than declared (killed after the
 * timeout, because a shell or PID 1 ignores the signal) is common, and can still be hardened: its stop is accepted and
 * reported. Throws `never-ready`, `workload-fails` (a step fails each time), `workload-flaky` (it breaks more often
 * than one time in ten).
 */
export async function runReference(session: EngineSession, request: ReferenceRequest): Promise<ReferenceBehavior> {
  const { workload } = request;
  try {
    const reference = await asAsked(session, request);
    const refused = refusedBodies(reference.workload, reference.ran);
    if (refused.length === 0) return reference;
    const ran = reference.ran.map((trial) => withoutAnswers(trial, refused));
    const [a, b] = reference.trials.map((trial) => ran[reference.ran.indexOf(trial)]);
    if (a === undefined || b === undefined) throw new Error("the pair did not run");
    const original = { ...request, workload: withoutBodies(reference.workload, refused) };
    return { ...reference, ...referenceBehaviorOf(session, original, [a, b], ran), refused };
  } catch (error) {
    const large = largeBodies(workload, "the original breaks");
    if (!(error instanceof Failure) || !/^workload-(?:fails|flaky)$/u.test(error.code) || large.length === 0)
      throw error;
    // These steps were not declared.
    const reference = await runReference(session, { ...request, workload: withoutBodies(workload, large) });
    return { ...reference, refused: large };
  }
}

async function asAsked(session: EngineSession, request: ReferenceRequest): Promise<ReferenceBehavior> {
  const first = await runReferenceTrial(session, request, "the original, no restrictions", [], true);
  // A second wait for the whole ready time would show nothing new.
  if (first.lives[0]?.readyMs === undefined) throw neverReady(session, request, first);
  const exitCode = uncleanExit(request, first);
  if (exitCode === undefined) return decide(session, request, [first]);
  const accepted = { ...request, workload: acceptStop(request, exitCode) };
  const reference = await decide(session, accepted, []);
  return { ...reference, ran: [first, ...reference.ran], uncleanStop: uncleanText(first, exitCode) };
}

/** Two passing trials, and the failure rate if one of the first two broke. `earlierTrials` ran already. */
async function decide(
  session: EngineSession,
  request: ReferenceRequest,
  earlierTrials: readonly Trial[],
): Promise<ReferenceBehavior> {
  const { observe = [] } = request;
  const first =
    earlierTrials[0] ??
    (await runReferenceTrial(session, request, "the original, its own way to stop accepted", [], true));
  if (first.outcome === "passes") request.works?.(first, request.workload);
  const requestWithPorts = { ...request, silentPorts: silentPorts(request.workload, [first]) };
  const settle = writesLate(first);
  const second = await runReferenceTrial(session, requestWithPorts, "the original again, observed", observe, settle);
  if (first.outcome === "passes" && second.outcome === "passes")
    return referenceBehaviorOf(session, request, [first, second], [first, second]);
  if (first.outcome === "breaks" && second.outcome === "breaks" && !variesIn([first, second]))
    throw fails(session, request, first);
  const ran = [first, second];
  for (;;) {
    const [a, b] = ran.filter(({ outcome }) => outcome === "passes");
    const noise = a && b && learnNoise(a, b, request.workload.stop.exitCodes);
    const rate = noise
      ? rateOf(ran, a, noise)
      : { broke: ran.filter(({ outcome }) => outcome === "breaks").length, runs: ran.length };
    const next = afterRuns(rate);
    if (next === "too-high") throw flaky(request, ran);
    if (next === "known" && a && b) return { ...referenceBehaviorOf(session, request, [a, b], ran), rate };
    const title = `the original, run ${ran.length + 1} of at most ${mostReferenceRuns}: it broke in ${rate.broke} of ${rate.runs}`;
    ran.push(await runReferenceTrial(session, requestWithPorts, title, ran.length === 2 ? observe : [], settle));
  }
}

async function runReferenceTrial(
  session: EngineSession,
  request: ReferenceRequest,
  title: string,
  observe: readonly Observer[],
  settle: boolean,
): Promise<Trial> {
  const { progress, trialIds, observeAll = [], works: _, ...rest } = request;
  progress({ stage: "reference", message: title, line: true });
  const trial = await runTrial(session, {
    ...rest,
    id: trialIds(),
    title,
    settle,
    restrictions: {},
    observe: [...observeAll, ...observe],
  });
  if (trial.limit !== undefined) throw tooMuch(request, trial, trial.limit);
  return trial;
}

/** A container slowed down by our limits teaches nothing: its peaks would be our limits. */
function tooMuch({ image }: ReferenceRequest, trial: Trial, limit: string): Failure {
  return new Failure("safety-limit", `${shownImage(image)} without any restriction: ${limit}.${words(trial)}`, {
    hint: "If it really needs that much, give it more: HULLPROOF_LIMITS=memory=16g,tasks=8192,disk=20g,files=500000,log=128m.",
  });
}

/** Its exit code, when the container did all its work and only its stop was not as declared. */
export function uncleanExit(
  { workload }: Pick<ReferenceRequest, "workload">,
  { outcome, lives: [life] }: Trial,
): number | undefined {
  const { steps = [], stopMs, exitCode, oomKilled } = life ?? {};
  const isFailed = steps.some(({ ok }, at) => !ok && !hasLargeBody(workload.steps[at]));
  if (outcome === "passes" || stopMs === undefined || oomKilled || isFailed) return undefined;
  return exitCode;
}

/** The problem in the trial's words. */
export function uncleanText({ problems }: Trial, exitCode: number): string {
  return problems.find((problem) => !problem.startsWith("log: ")) ?? `exit code ${exitCode}`;
}

/**
 * One full wait is enough for a container that ignores the signal. Ending by the signal, as under an init process, is
 * better than being killed.
 */
export function acceptStop(
  { workload, imageSummary }: Pick<ReferenceRequest, "workload" | "imageSummary">,
  exitCode: number,
): Workload {
  const { stop } = workload;
  if (exitCode !== killed) return { ...workload, stop: { ...stop, exitCodes: withAll(stop.exitCodes, exitCode) } };
  const better = signalExit(stop.signal ?? imageSummary.stopSignal) ?? killed;
  const exitCodes = withAll(stop.exitCodes, exitCode, better);
  return { ...workload, stop: { ...stop, timeoutMs: Math.min(stop.timeoutMs, impatientMs), exitCodes } };
}

function withAll(codes: readonly number[], ...more: readonly number[]): number[] {
  return [...new Set([...codes, ...more])];
}

interface StepTally {
  readonly name: string;
  readonly passed: number;
  readonly runs: number;
  readonly problem: string;
}

/** Number of passes of each step, over all lives of `trials`. */
function tally(trials: readonly Trial[]): StepTally[] {
  const tallies = new Map<string, { name: string; passed: number; runs: number; problem: string }>();
  for (const { lives } of trials) {
    for (const { steps } of lives) {
      for (const [at, step] of steps.entries()) {
        const key = `${at} ${step.name}`;
        const stepTally = tallies.get(key) ?? { name: step.name, passed: 0, runs: 0, problem: "" };
        stepTally.runs++;
        if (step.ok) stepTally.passed++;
        else if (stepTally.problem === "") stepTally.problem = step.problem ?? "failed";
        tallies.set(key, stepTally);
      }
    }
  }
  return [...tallies.values()];
}

/** A step passed in one trial and failed in another, or the trials broke for different reasons. */
function variesIn(trials: readonly Trial[]): boolean {
  const causes = new Set(trials.map(({ lives }) => lives.length));
  return causes.size > 1 || tally(trials).some(({ passed, runs }) => passed > 0 && passed < runs);
}

function neverReady({ engine }: EngineSession, { image, workload }: ReferenceRequest, trial: Trial): Failure {
  const hasExited = trial.lives[0]?.exitCode !== undefined && trial.ms < workload.readyTimeoutMs;
  const [problem = "no reason"] = trial.problems;
  return new Failure(
    "never-ready",
    `The container of ${shownImage(image)} was never ready: ${problem.replace(`container of ${image} `, `container of ${shownImage(image)} `)}${quotedReason(trial)}.${words(trial)}`,
    {
      hint: `${neverReadyHint(image, problem, hasExited)}${selinuxAdvice(engine.info, toldBy(trial))}`,
    },
  );
}

function fails({ engine }: EngineSession, { image }: ReferenceRequest, trial: Trial): Failure {
  return new Failure(
    "workload-fails",
    `The workload fails on ${shownImage(image)} without any restriction: ${trial.problems.filter((problem) => !problem.startsWith("log: ")).join("; ")}${quotedReason(trial)}.${words(trial)}`,
    {
      hint: `Correct the workload in hullproof.yaml, or the container: only what works can be hardened.${selinuxAdvice(engine.info, toldBy(trial))}`,
    },
  );
}

function flaky({ image }: ReferenceRequest, ran: readonly Trial[]): Failure {
  const varying = tally(ran).filter(({ passed, runs }) => passed < runs);
  const broke = ran.filter(({ outcome }) => outcome === "breaks");
  const cause =
    varying.length > 0
      ? varying
          .map(({ name, passed, runs, problem }) => `"${name}" passed ${passed} of ${runs} times (${problem})`)
          .join("; ")
      : broke.map(({ id, problems }) => `${id}: ${problems[0] ?? "broke"}`).join("; ");
  return new Failure(
    "workload-flaky",
    `The workload is flaky on ${shownImage(image)} without any restriction: ${cause}. It broke in ${broke.length} of ${ran.length} runs, more than one in ten.`,
    {
      hint: "Make the step pass each time (wait for what it needs, raise its timeout) or take it out: a failure must mean something.",
    },
  );
}

function toldBy({ problems, logTail }: Trial): string {
  return [...problems, ...logTail].join("\n");
}

/** The log line with the cause, for readers who only see the first line of the message. */
function quotedReason({ logTail }: Trial): string {
  const reason = reasonLine(logTail);
  return reason === undefined ? "" : `: "${reason}"`;
}

function words({ logTail }: Trial): string {
  return logTail.length === 0
    ? " It wrote nothing to its log."
    : ` Its last words:\n${logTail
        .slice(-10)
        .map((line) => `  ${line}`)
        .join("\n")}`;
}
