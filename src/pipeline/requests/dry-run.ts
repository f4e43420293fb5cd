import type { StepOutcome } from "../../domain/workload/trial.ts";
import type { HttpStep, Step } from "../../domain/workload/step.ts";
import { differ } from "../../facts/requests/differ.ts";
import { recordedHost } from "../../facts/requests/recorded-host.ts";
import { twiceInOrder } from "../../facts/requests/send-order.ts";
import { neededCaptures } from "../../proof/trial/steps/fill-request.ts";
import type { Context } from "../context.ts";
import { sendSteps, type DryRunSubject } from "./send-steps.ts";

export interface DroppedStep {
  readonly step: Step;
  /** Its last answer. */
  readonly answer: string;
}

export interface DryRun {
  readonly kept: readonly Step[];
  readonly dropped: readonly DroppedStep[];
  /** The same steps, as they were before. */
  readonly origins: ReadonlyMap<Step, Step>;
  readonly notes: readonly string[];
  /** Why the steps that the file has did not pass: then nothing was tried. */
  readonly broken?: string;
}

interface Tried {
  readonly origin: Step;
  step: Step;
  /** How much its values were made to differ. */
  level: number;
  last: string;
  /** It failed in the last pass, and is tried again. */
  isOpen: boolean;
}

/** Each drops or changes some steps, or is the last. */
const maxPasses = 24;

/**
 * Sends the steps to the unrestricted original, without internet: once, to learn what they answer; then twice, after a restart twice again, and all of it
 * afresh. Kept is what answers the same status each time, of the expected class. Throws `Failure`: of engines, and where the container is not ready.
 */
export async function dryRun(
  subject: DryRunSubject,
  steps: readonly Step[],
  { hosts, token }: { readonly hosts: readonly string[]; readonly token?: string },
  context: Context,
): Promise<DryRun> {
  let tried = steps.map((step): Tried => ({ origin: step, step, level: 0, last: "not sent", isOpen: false }));
  const dropped: DroppedStep[] = [];
  const notes: string[] = [];
  const [host] = hosts;
  let [passes, passedUnnamed] = [0, 0];
  for (let count = 1; count <= maxPasses && tried.length > 0; count++) {
    context.progress({ stage: "build", message: `dry run ${count}: sends ${tried.length} steps to the original` });
    const order = orderOf(tried, passes > 0);
    const lives = await sendSteps(
      subject,
      order.map(({ step }) => step),
      { restart: passes > 0, id: count },
    );
    const ownSteps = subject.workload.steps.length;
    const broken = lives[0]?.slice(0, ownSteps).find(({ ok }) => !ok);
    if (broken !== undefined)
      return {
        kept: [],
        dropped,
        origins: new Map(),
        notes,
        broken: `${broken.name}: ${broken.problem ?? "failed"}`,
      };
    const answers = lives[0]?.slice(ownSteps) ?? [];
    const named = count === 1 && host !== undefined ? recordedHost(host, steps, answers) : undefined;
    if (named !== undefined) {
      passedUnnamed = passedOf(answers);
      for (const one of tried)
        if (one.step.kind === "http") one.step = { ...one.step, headers: { ...named, ...one.step.headers } };
      notes.push(
        `answers were redirects, so that steps name the recorded host ${Object.values(named).join(" and x-forwarded-proto: ")}`,
      );
      continue;
    }
    if (count === 2 && passedOf(answers) < passedUnnamed) {
      notes.length = 0;
      for (const one of tried) one.step = one.origin;
      continue;
    }
    const outcomes = new Map<Tried, StepOutcome[]>(tried.map((one) => [one, []]));
    for (const life of lives)
      for (const [at, outcome] of life.slice(ownSteps).entries()) outcomes.get(order[at]!)?.push(outcome);
    const changed = settle(tried, outcomes, dropped, token);
    tried = changed.left;
    if (changed.isSame) {
      passes++;
      // Once, twice with a restart, and that afresh.
      if (passes === 3) break;
    } else if (passes > 1) passes = 1;
  }
  // No pass was left to try them again.
  for (const { origin, last, isOpen } of tried) if (isOpen) dropped.push({ step: origin, answer: last });
  tried = tried.filter(({ isOpen }) => !isOpen);
  return {
    kept: tried.map(({ step }) => step),
    dropped,
    origins: new Map(tried.map(({ step, origin }) => [step, origin])),
    notes,
  };
}

function orderOf(tried: readonly Tried[], isTwice: boolean): readonly Tried[] {
  if (!isTwice) return tried;
  const weighed = tried.map((one) => ({ one, weight: one.step.once === true ? 0 : (one.step.weight ?? 1) }));
  return twiceInOrder(weighed).map(({ one }) => one);
}

function passedOf(answers: readonly StepOutcome[]): number {
  return answers.filter(({ ok }) => ok).length;
}

/** What follows from the outcomes of each step: it stays as it is, changes, or is dropped. */
function settle(
  tried: readonly Tried[],
  outcomes: ReadonlyMap<Tried, readonly StepOutcome[]>,
  dropped: DroppedStep[],
  token: string | undefined,
): { readonly left: Tried[]; readonly isSame: boolean } {
  let isSame = true;
  /** A step before did not do what it does in the next pass: a failure may follow from that. */
  let isEarlierOpen = false;
  const lostSteps = new Set<Tried>();
  for (const attempt of tried) {
    const attempts = outcomes.get(attempt) ?? [];
    const failedAt = attempts.findIndex(({ ok }) => !ok);
    attempt.isOpen = failedAt !== -1;
    // Steps behind a time-out were not sent.
    if (attempts.length === 0) isSame = false;
    if (failedAt === -1) continue;
    isSame = false;
    const { status, problem = "failed" } = attempts[failedAt] ?? {};
    attempt.last = problem;
    if (problem.startsWith("not sent")) {
      isEarlierOpen = true;
      continue;
    }
    const changed = changedStep(attempt, { failedAt, status, token }, tried);
    if (changed !== undefined) {
      attempt.step = changed;
      isEarlierOpen = true;
    } else if (!isEarlierOpen || failedAt > 0) lostSteps.add(attempt);
  }
  // Who needs what is dropped can't be sent either.
  for (let count = -1; count !== lostSteps.size;) {
    count = lostSteps.size;
    const captured = new Set(tried.filter((one) => !lostSteps.has(one)).flatMap(capturesOf));
    const lost = [...lostSteps].flatMap(capturesOf).filter((name) => !captured.has(name));
    for (const one of tried)
      if (!lostSteps.has(one) && neededCaptures(one.step).some((name) => lost.includes(name))) lostSteps.add(one);
  }
  for (const one of lostSteps) dropped.push({ step: one.origin, answer: one.last });
  const left = tried.filter((one) => !lostSteps.has(one));
  // Set-up comes before the other steps.
  return {
    left: [...left.filter(({ step }) => step.once === true), ...left.filter(({ step }) => step.once !== true)],
    isSame,
  };
}

/** The step in another form, which may be answered the same each time; undefined where none is left. */
function changedStep(
  attempt: Tried,
  {
    failedAt,
    status,
    token,
  }: { readonly failedAt: number; readonly status: number | undefined; readonly token: string | undefined },
  tried: readonly Tried[],
): HttpStep | undefined {
  const { origin, step } = attempt;
  if (origin.kind !== "http" || step.kind !== "http") return undefined;
  if (failedAt === 0) {
    const wantsLogin = (status === 401 || status === 403) && origin.status < 400 && token !== undefined;
    if (wantsLogin && step.headers["authorization"] === undefined)
      return { ...step, headers: { ...step.headers, authorization: `Bearer {{${token}}}` } };
    const isClass =
      status !== undefined && classOf(status) === classOf(origin.status) && (status < 400 || status === origin.status);
    return isClass && status !== step.status ? { ...step, status } : undefined;
  }
  if (attempt.level < 2) {
    attempt.level++;
    return differ(origin, attempt.level, step);
  }
  return step.once !== true && isNeeded(step, tried) ? { ...step, once: true } : undefined;
}

function isNeeded({ capture = {} }: HttpStep, tried: readonly Tried[]): boolean {
  return tried.some(({ step }) => neededCaptures(step).some((name) => Object.hasOwn(capture, name)));
}

function capturesOf({ step }: Tried): string[] {
  return step.kind === "http" ? Object.keys(step.capture ?? {}) : [];
}

/** 2xx and 3xx are both an answer of a page that works. */
function classOf(status: number): number {
  return status < 400 ? 2 : Math.floor(status / 100);
}
