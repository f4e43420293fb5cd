import type { StepOutcome, Trial } from "../domain/trial.ts";
import { learnTemplate, mismatch, type Template } from "./body-template.ts";
import { tellsTrouble } from "./shape.ts";

/** `Trial.logShapes` holds no more than this; a full list is not known to be whole. */
export const logShapeLimit = 200;

/** How two runs of the same container under no restrictions differ: what a trial may differ in, too. */
export interface Noise {
  /** By life and step. */
  readonly steps: ReadonlyMap<string, StepNoise>;
  /** Lives whose exit code differed between the two. */
  readonly exitCodesVary: ReadonlySet<number>;
  /** Codes that the workload declares for a clean stop: one of them is no break, whatever the original ended with. */
  readonly cleanExitCodes: ReadonlySet<number>;
  /** Shapes that both logs hold. */
  readonly constantLines: ReadonlySet<string>;
  /** Shapes that either holds. */
  readonly knownLines: ReadonlySet<string>;
}

interface StepNoise {
  readonly statusVaries: boolean;
  readonly body?: Template;
}

export function learnNoise(a: Trial, b: Trial, cleanExitCodes: readonly number[] = []): Noise {
  const steps = new Map<string, StepNoise>();
  const exitCodesVary = new Set<number>();
  for (const [at, life] of a.lives.entries()) {
    const other = b.lives[at];
    if (other === undefined) continue;
    if (life.exitCode !== other.exitCode) exitCodesVary.add(at);
    for (const [index, step] of life.steps.entries()) {
      const twin = other.steps[index];
      if (twin !== undefined) steps.set(key(at, index), stepNoise(step, twin));
    }
  }
  const first = a.logShapes ?? [];
  const second = new Set(b.logShapes ?? []);
  return {
    steps,
    exitCodesVary,
    cleanExitCodes: new Set(cleanExitCodes),
    constantLines: new Set(first.filter((line) => second.has(line))),
    knownLines: new Set([...first, ...second]),
  };
}

/** What `trial` did otherwise than `baseline`, beyond the noise; empty when it behaves the same. */
export function compareBehaviour(baseline: Trial, noise: Noise, trial: Trial): string[] {
  const problems: string[] = [];
  for (const [at, life] of baseline.lives.entries()) {
    const other = trial.lives[at];
    if (other === undefined) {
      problems.push(`life ${at + 1} of the container is missing`);
      continue;
    }
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
  }
  return [...problems, ...compareLogs(noise, trial)];
}

function stepNoise(step: StepOutcome, twin: StepOutcome): StepNoise {
  const statusVaries = step.status !== twin.status;
  if (step.body === undefined || twin.body === undefined) return { statusVaries };
  return { statusVaries, body: learnTemplate(step.body, twin.body) };
}

function compareStep(step: StepOutcome, noise: StepNoise | undefined, twin: StepOutcome): string | undefined {
  if (step.ok && !twin.ok) return twin.problem ?? "failed";
  if (noise?.statusVaries !== true && step.status !== twin.status) {
    return `status ${twin.status ?? "none"}, the original's is ${step.status ?? "none"}`;
  }
  if (noise?.body === undefined) return undefined;
  if (twin.body === undefined) return "no body";
  const problem = mismatch(noise.body, twin.body);
  return problem === undefined ? undefined : `answers otherwise than the original: ${problem}`;
}

function compareLogs(noise: Noise, trial: Trial): string[] {
  const shapes = trial.logShapes;
  if (shapes === undefined) return [];
  const fresh = shapes.filter((line) => !noise.knownLines.has(line) && tellsTrouble(line));
  const problems = fresh.map((line) => `new line in the log: ${line}`);
  if (shapes.length >= logShapeLimit || noise.knownLines.size >= logShapeLimit) return problems;
  const seen = new Set(shapes);
  // A warning that went away is an improvement: "running as root is discouraged".
  const missing = [...noise.constantLines].filter(
    (line) => !seen.has(line) && !/\bwarn/iu.test(line) && !tellsTrouble(line),
  );
  return [...problems, ...missing.map((line) => `line missing from the log: ${line}`)];
}

const key = (life: number, step: number): string => `${life}/${step}`;
const inLife = (life: number): string => (life === 0 ? "" : " after the restart");
