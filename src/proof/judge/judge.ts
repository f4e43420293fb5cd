import { ownValue } from "../../domain/own-value.ts";
import type { FileWork, LifecycleOutcome, LoadOutcome, StepOutcome, Trial } from "../../domain/workload/trial.ts";
import { learnGrown, learnTemplate, mismatch, type Template } from "./body-template.ts";
import type { TracedProcesses } from "../../domain/workload/traced-process.ts";
import { compareTraced } from "./identity/compare-traced.ts";
import { compareProcesses, learnProcesses, type ReferenceProcesses } from "./identity/compare.ts";
import { compareLogs, learnLogs, type LogNoise } from "./judge-log.ts";
import { compareLoad } from "./compare-load.ts";
import { beyond, isOfLog } from "./complaints.ts";
import {
  comparePermissions,
  learnPermissions,
  whyNotCompared,
  type LifeReferencePermissions,
} from "./files/compare-permissions.ts";
import { leniencyOf } from "./files/leniency-of.ts";
import { inAll, missedWork, workOfBoth, type MissedWork } from "./missed-work.ts";
import { weigh, type Judgement } from "./second-witness.ts";
import { beyondOriginal, ranOutIn } from "./exhaustion.ts";
import { lineShape } from "./shape.ts";
import { isSoak } from "./soak-name.ts";

/** Differences between two unrestricted trials of a container: a trial may differ in them, too. */
export interface Noise {
  /** By life and step. */
  readonly steps: ReadonlyMap<string, StepNoise>;
  readonly lives: readonly LifeNoise[];
  /** Lives with different exit codes in the two trials. */
  readonly exitCodesVary: ReadonlySet<number>;
  /** Declared exit codes of a clean stop: none of them is a break, whatever the original's. */
  readonly cleanExitCodes: ReadonlySet<number>;
  readonly log: LogNoise;
  readonly processes: ReferenceProcesses;
  readonly traced: readonly (TracedProcesses | undefined)[];
  /** Resources that ran out in one of the two. */
  readonly ranOut: ReadonlySet<string>;
}

interface StepNoise {
  readonly statusVaries: boolean;
  readonly body?: Template;
  /** Minimum size of a complete response, in bytes. */
  readonly leastBytes: number;
  /** Headers of both; undefined where the value varied. */
  readonly headers: ReadonlyMap<string, string | undefined>;
}

interface LifeNoise {
  /** Paths in the volumes after both. */
  readonly kept: readonly string[];
  /** After a load test with a varying number of requests, file names contain other numbers. */
  readonly grown: boolean;
  /** Results of the load test; none without load. */
  readonly loads: readonly LoadOutcome[];
  /** Both became healthy by the image's HEALTHCHECK. */
  readonly healthy: boolean;
  /** Common work of both on files outside of their volumes; undefined if one of them is unknown. */
  readonly files: FileWork | undefined;
  readonly permissions: LifeReferencePermissions;
}

export function learnNoise(a: Trial, b: Trial, cleanExitCodes: readonly number[] = []): Noise {
  const steps = new Map<string, StepNoise>();
  const exitCodesVary = new Set<number>();
  const lives: LifeNoise[] = [];
  let grown = false;
  for (const [at, life] of a.lives.entries()) {
    const otherLife = b.lives[at];
    if (otherLife === undefined) continue;
    if (life.exitCode !== otherLife.exitCode) exitCodesVary.add(at);
    for (const [index, step] of life.steps.entries()) {
      const twin = otherLife.steps[index];
      if (twin !== undefined) steps.set(key(at, index), stepNoise(step, twin, grown));
    }
    // The number of requests in a load test affects later responses.
    grown ||= (life.load !== undefined && otherLife.load !== undefined) || life.steps.some(isSoak);
    lives.push(lifeNoise(life, otherLife, grown));
  }
  const log = learnLogs(a, b);
  const [of, by] = [a, b].map(({ lives }) => lives.map(({ processes }) => processes));
  const processes = learnProcesses(of ?? [], by ?? []);
  return {
    processes,
    traced: [a.traced, b.traced],
    steps,
    lives,
    exitCodesVary,
    cleanExitCodes: new Set(cleanExitCodes),
    log,
    ranOut: ranOutIn([a, b]),
  };
}

export interface Leniency {
  /** The image differs from the original's: its processes may change their credentials in other ways. */
  readonly otherImage?: boolean;
  /** Log lines to skip. */
  readonly tolerated?: ReadonlySet<string>;
}

/** Differences between `trial` and `reference` beyond the noise; empty if it behaves the same. */
export function compareBehaviour(
  reference: Trial,
  noise: Noise,
  trial: Trial,
  leniency: Leniency = {},
): readonly string[] {
  return judgeBehaviour(reference, noise, trial, leniency).problems;
}

/** The same, with remarks that do not break the trial. */
export function judgeBehaviour(
  reference: Trial,
  noise: Noise,
  trial: Trial,
  { otherImage = false, tolerated = new Set() }: Leniency = {},
): Judgement {
  const judgement = weigh({
    isCompared: whyNotCompared(noise.lives, trial.lives).files === undefined,
    behaviour: behaviourOf(reference, noise, trial, otherImage),
    log: beyond(tolerated, compareLogs(noise.log, trial)),
    alone: noise.log.alone || noise.log.known.size === 0,
    missed: missedIn(noise, trial),
  });
  const lifeCount = trial.lives.length;
  const absent = reference.lives
    .slice(lifeCount)
    .map((_, at) => `life ${lifeCount + at + 1} of the container is missing`);
  // A life that broke is not restarted: then its problem is reported, not the missing restart.
  const isExplained = !judgement.problems.every(isOfLog);
  return absent.length === 0 || isExplained
    ? judgement
    : { ...judgement, problems: [...absent, ...judgement.problems] };
}

function behaviourOf(reference: Trial, noise: Noise, trial: Trial, otherImage: boolean): string[] {
  // Exhaustion is the cause of all other problems.
  const problems = beyondOriginal(noise.ranOut, trial);
  for (const [at, life] of reference.lives.entries()) {
    const trialLife = trial.lives[at];
    if (trialLife === undefined) break;
    for (const [index, step] of life.steps.entries()) {
      const twin = trialLife.steps[index];
      const problem = twin === undefined ? "was not run" : compareStep(step, noise.steps.get(key(at, index)), twin);
      if (problem !== undefined) problems.push(`${step.name}${inLife(at)}: ${problem}`);
    }
    const clean = trialLife.exitCode !== undefined && noise.cleanExitCodes.has(trialLife.exitCode);
    if (!noise.exitCodesVary.has(at) && !clean && life.exitCode !== trialLife.exitCode) {
      problems.push(
        `exit code ${trialLife.exitCode ?? "unknown"}${inLife(at)}, the original's is ${life.exitCode ?? "unknown"}`,
      );
    }
    problems.push(
      ...[
        ...compareProcesses(noise.processes, at, trialLife.processes, { ...trial.restrictions, otherImage }),
        ...compareLife(noise.lives[at], trialLife),
        ...comparePermissions(
          noise.lives[at]?.permissions,
          trialLife.permissions,
          leniencyOf(noise.processes, trial.restrictions, otherImage),
        ),
      ].map((problem) => `${problem}${inLife(at)}`),
    );
  }
  // A trial with another user starts with other ids.
  const asRoot = /^(?:0(?::0)?)?$/u.test(trial.restrictions.user ?? "");
  const traced = asRoot && !otherImage ? compareTraced(noise.traced, trial.traced) : [];
  return [...problems, ...traced];
}

/** Over all lives: work of the first start may be done later. */
function missedIn({ lives }: Noise, trial: Trial): MissedWork | undefined {
  const missed: MissedWork[] = [];
  for (const [at, { files }] of lives.entries()) {
    const life = trial.lives[at];
    if (life === undefined) break;
    if (files === undefined || life.files === undefined) return undefined;
    missed.push(missedWork(files, life.files));
  }
  return inAll(missed);
}

function stepNoise(step: StepOutcome, twin: StepOutcome, grown: boolean): StepNoise {
  const headers = new Map<string, string | undefined>();
  for (const [name, value] of Object.entries(step.headers ?? {})) {
    const otherHeader = ownValue(twin.headers, name);
    if (otherHeader !== undefined)
      headers.set(name, lineShape(value) === lineShape(otherHeader) ? lineShape(value) : undefined);
  }
  const [minBytes = 0, maxBytes = 0] = [step.bytes ?? 0, twin.bytes ?? 0].toSorted((x, y) => x - y);
  const noise = {
    statusVaries: step.status !== twin.status,
    headers,
    // A time has more digits at noon than in the morning, so lengths differ.
    leastBytes: grown && maxBytes !== minBytes ? 1 : minBytes - 2 * (maxBytes - minBytes) - 64,
  };
  if (step.body === undefined || twin.body === undefined) return noise;
  return { ...noise, body: (grown ? learnGrown : learnTemplate)(step.body, twin.body) };
}

function compareStep(step: StepOutcome, noise: StepNoise | undefined, twin: StepOutcome): string | undefined {
  if (step.ok && !twin.ok) return twin.problem ?? "failed";
  if (noise?.statusVaries !== true && step.status !== twin.status) {
    return `status ${twin.status ?? "none"}, the original's is ${step.status ?? "none"}`;
  }
  if (noise === undefined) return undefined;
  if (noise.body !== undefined) {
    if (twin.body === undefined) return "no body";
    const problem = mismatch(noise.body, twin.body);
    if (problem !== undefined) return `${answersOtherwise}${problem}`;
  }
  if (twin.bytes !== undefined && twin.bytes < noise.leastBytes)
    return `the answer is cut: ${twin.bytes} bytes, the original's has ${step.bytes ?? 0}`;
  for (const [name, shape] of noise.headers) {
    const value = ownValue(twin.headers, name);
    if (value === undefined) return `header ${name} is missing`;
    if (shape !== undefined && lineShape(value) !== shape)
      return `header ${name} is ${value}, the original's ${ownValue(step.headers, name) ?? ""}`;
  }
  return undefined;
}

function lifeNoise(life: LifecycleOutcome, otherLife: LifecycleOutcome, grown: boolean): LifeNoise {
  const both = (first: readonly string[] | undefined, two: readonly string[] | undefined) => {
    const secondPaths = new Set(two);
    return first !== undefined && two !== undefined ? first.filter((path) => secondPaths.has(path)) : undefined;
  };
  const healthy = [life, otherLife].every(({ health }) => health?.status === "healthy");
  return {
    healthy,
    grown,
    kept: both(life.kept, otherLife.kept) ?? [],
    files: life.files && otherLife.files && workOfBoth(life.files, otherLife.files),
    permissions: learnPermissions(life.permissions, otherLife.permissions),
    loads: [life, otherLife].flatMap(({ load }) => load ?? []),
  };
}

/** A missing file only shows when it is needed again. */
function compareLife(noise: LifeNoise | undefined, trial: LifecycleOutcome): string[] {
  if (noise === undefined) return [];
  const problems: string[] = compareLoad(noise.loads, trial);
  if (noise.healthy && trial.health?.status === "unhealthy")
    problems.push(`HEALTHCHECK: unhealthy (${trial.health.problem ?? "it failed"}), the original is healthy`);
  const nameOf = noise.grown ? lineShape : (path: string) => path;
  const storedNames = new Set((trial.kept ?? noise.kept).map(nameOf));
  const lost = noise.kept.filter((path) => !storedNames.has(nameOf(path)));
  const moreText = lost.length > 3 ? ` and ${lost.length - 3} more` : "";
  if (lost.length > 0) problems.push(`not written into its volumes: ${lost.slice(0, 3).join(", ")}${moreText}`);
  return problems;
}

export const answersOtherwise = "answers otherwise than the original: ";

const key = (life: number, step: number): string => `${life}/${step}`;
const inLife = (life: number): string => (life === 0 ? "" : " after the restart");
