import { ownValue } from "../../domain/own-value.ts";
import type { FileWork, LifeOutcome, LoadOutcome, StepOutcome, Trial } from "../../domain/workload/trial.ts";
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
import { weigh, type Judged } from "./second-witness.ts";
import { beyondOriginal, ranOutIn } from "./ran-out.ts";
import { lineShape } from "./shape.ts";
import { isSoak } from "./soak-name.ts";

/** How two runs of the same container under no restrictions differ: what a trial may differ in, too. */
export interface Noise {
  /** By life and step. */
  readonly steps: ReadonlyMap<string, StepNoise>;
  readonly lives: readonly LifeNoise[];
  /** Lives whose exit code differed between the two. */
  readonly exitCodesVary: ReadonlySet<number>;
  /** Codes that the workload declares for a clean stop: one of them is no break, whatever the original ended with. */
  readonly cleanExitCodes: ReadonlySet<number>;
  readonly log: LogNoise;
  readonly processes: ReferenceProcesses;
  readonly traced: readonly (TracedProcesses | undefined)[];
  /** What ran out in one of the two. */
  readonly ranOut: ReadonlySet<string>;
}

interface StepNoise {
  readonly statusVaries: boolean;
  readonly body?: Template;
  /** Bytes of the answer below which it was cut. */
  readonly leastBytes: number;
  /** Headers of both; undefined where the value varied. */
  readonly headers: ReadonlyMap<string, string | undefined>;
}

interface LifeNoise {
  /** Paths that both left in the volumes. */
  readonly kept: readonly string[];
  /** Many at once asked before it ended, how often differs: files have other numbers in their names. */
  readonly grown: boolean;
  /** What many at once met; none where there was no load. */
  readonly loads: readonly LoadOutcome[];
  /** Both became healthy by the image's HEALTHCHECK. */
  readonly healthy: boolean;
  /** What both did to files outside of their volumes; undefined where one of them could not be seen. */
  readonly files: FileWork | undefined;
  readonly permissions: LifeReferencePermissions;
}

export function learnNoise(a: Trial, b: Trial, cleanExitCodes: readonly number[] = []): Noise {
  const steps = new Map<string, StepNoise>();
  const exitCodesVary = new Set<number>();
  const lives: LifeNoise[] = [];
  let grown = false;
  for (const [at, life] of a.lives.entries()) {
    const other = b.lives[at];
    if (other === undefined) continue;
    if (life.exitCode !== other.exitCode) exitCodesVary.add(at);
    for (const [index, step] of life.steps.entries()) {
      const twin = other.steps[index];
      if (twin !== undefined) steps.set(key(at, index), stepNoise(step, twin, grown));
    }
    // How often many at once asked shows in what is answered from then on.
    grown ||= (life.load !== undefined && other.load !== undefined) || life.steps.some(isSoak);
    lives.push(lifeNoise(life, other, grown));
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
  /** The image is another one than the baseline's: what its processes did to become what they are may differ. */
  readonly otherImage?: boolean;
  /** Lines of the log that are left out. */
  readonly tolerated?: ReadonlySet<string>;
}

/** What `trial` did otherwise than `baseline`, beyond the noise; empty when it behaves the same. */
export function compareBehaviour(
  baseline: Trial,
  noise: Noise,
  trial: Trial,
  leniency: Leniency = {},
): readonly string[] {
  return judgeBehaviour(baseline, noise, trial, leniency).problems;
}

/** The same, with what is reported and breaks nothing. */
export function judgeBehaviour(
  baseline: Trial,
  noise: Noise,
  trial: Trial,
  { otherImage = false, tolerated = new Set() }: Leniency = {},
): Judged {
  const judged = weigh({
    isCompared: whyNotCompared(noise.lives, trial.lives).files === undefined,
    behaviour: behaviourOf(baseline, noise, trial, otherImage),
    log: beyond(tolerated, compareLogs(noise.log, trial)),
    alone: noise.log.alone || noise.log.known.size === 0,
    missed: missedIn(noise, trial),
  });
  const there = trial.lives.length;
  const absent = baseline.lives.slice(there).map((_, at) => `life ${there + at + 1} of the container is missing`);
  // What broke in one life is not started again: then that is said, and not that it was not.
  const isExplained = !judged.problems.every(isOfLog);
  return absent.length === 0 || isExplained ? judged : { ...judged, problems: [...absent, ...judged.problems] };
}

function behaviourOf(baseline: Trial, noise: Noise, trial: Trial, otherImage: boolean): string[] {
  // It is the cause of whatever else went wrong.
  const problems = beyondOriginal(noise.ranOut, trial);
  for (const [at, life] of baseline.lives.entries()) {
    const other = trial.lives[at];
    if (other === undefined) break;
    for (const [index, step] of life.steps.entries()) {
      const twin = other.steps[index];
      const problem = twin === undefined ? "was not run" : compareStep(step, noise.steps.get(key(at, index)), twin);
      if (problem !== undefined) problems.push(`${step.name}${inLife(at)}: ${problem}`);
    }
    const clean = other.exitCode !== undefined && noise.cleanExitCodes.has(other.exitCode);
    if (!noise.exitCodesVary.has(at) && !clean && life.exitCode !== other.exitCode) {
      problems.push(
        `exit code ${other.exitCode ?? "unknown"}${inLife(at)}, the original's is ${life.exitCode ?? "unknown"}`,
      );
    }
    problems.push(
      ...[
        ...compareProcesses(noise.processes, at, other.processes, { ...trial.restrictions, otherImage }),
        ...compareLife(noise.lives[at], other),
        ...comparePermissions(
          noise.lives[at]?.permissions,
          other.permissions,
          leniencyOf(noise.processes, trial.restrictions, otherImage),
        ),
      ].map((problem) => `${problem}${inLife(at)}`),
    );
  }
  // A trial that asks for another user starts with other ids.
  const asRoot = /^(?:0(?::0)?)?$/u.test(trial.restrictions.user ?? "");
  const traced = asRoot && !otherImage ? compareTraced(noise.traced, trial.traced) : [];
  return [...problems, ...traced];
}

/** Over all lives: what only the first start does may be done from then on. */
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
    const other = ownValue(twin.headers, name);
    if (other !== undefined) headers.set(name, lineShape(value) === lineShape(other) ? lineShape(value) : undefined);
  }
  const [least = 0, most = 0] = [step.bytes ?? 0, twin.bytes ?? 0].toSorted((x, y) => x - y);
  const noise = {
    statusVaries: step.status !== twin.status,
    headers,
    // A time has more digits at noon than in the morning.
    leastBytes: grown && most !== least ? 1 : least - 2 * (most - least) - 64,
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

function lifeNoise(life: LifeOutcome, other: LifeOutcome, grown: boolean): LifeNoise {
  const both = (one: readonly string[] | undefined, two: readonly string[] | undefined) => {
    const there = new Set(two);
    return one !== undefined && two !== undefined ? one.filter((path) => there.has(path)) : undefined;
  };
  const healthy = [life, other].every(({ health }) => health?.status === "healthy");
  return {
    healthy,
    grown,
    kept: both(life.kept, other.kept) ?? [],
    files: life.files && other.files && workOfBoth(life.files, other.files),
    permissions: learnPermissions(life.permissions, other.permissions),
    loads: [life, other].flatMap(({ load }) => load ?? []),
  };
}

/** A file that was not saved shows at the next need of it. */
function compareLife(noise: LifeNoise | undefined, trial: LifeOutcome): string[] {
  if (noise === undefined) return [];
  const problems: string[] = compareLoad(noise.loads, trial);
  if (noise.healthy && trial.health?.status === "unhealthy")
    problems.push(`HEALTHCHECK: unhealthy (${trial.health.problem ?? "it failed"}), the original is healthy`);
  const nameOf = noise.grown ? lineShape : (path: string) => path;
  const kept = new Set((trial.kept ?? noise.kept).map(nameOf));
  const lost = noise.kept.filter((path) => !kept.has(nameOf(path)));
  const more = lost.length > 3 ? ` and ${lost.length - 3} more` : "";
  if (lost.length > 0) problems.push(`not written into its volumes: ${lost.slice(0, 3).join(", ")}${more}`);
  return problems;
}

export const answersOtherwise = "answers otherwise than the original: ";

const key = (life: number, step: number): string => `${life}/${step}`;
const inLife = (life: number): string => (life === 0 ? "" : " after the restart");
