import type { LifeOutcome, StepOutcome, Trial } from "../domain/trial.ts";
import { learnTemplate, mismatch, type Template } from "./body-template.ts";
import { compareLogs, learnLogs, type LogNoise } from "./judge-log.ts";
import { lineShape } from "./shape.ts";

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
  /** Programs that did not run as root only, with the ids that both saw. */
  readonly unprivileged: ReadonlyMap<string, readonly number[]>;
  /** Paths that both left in the volumes. */
  readonly kept: readonly string[];
}

export function learnNoise(a: Trial, b: Trial, cleanExitCodes: readonly number[] = []): Noise {
  const steps = new Map<string, StepNoise>();
  const exitCodesVary = new Set<number>();
  const lives: LifeNoise[] = [];
  for (const [at, life] of a.lives.entries()) {
    const other = b.lives[at];
    if (other === undefined) continue;
    lives.push(lifeNoise(life, other));
    if (life.exitCode !== other.exitCode) exitCodesVary.add(at);
    for (const [index, step] of life.steps.entries()) {
      const twin = other.steps[index];
      if (twin !== undefined) steps.set(key(at, index), stepNoise(step, twin));
    }
  }
  const log = learnLogs(a, b);
  return { steps, lives, exitCodesVary, cleanExitCodes: new Set(cleanExitCodes), log };
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
    problems.push(...compareLife(noise.lives[at], other).map((problem) => `${problem}${inLife(at)}`));
  }
  return [...problems, ...compareLogs(noise.log, trial)];
}

function stepNoise(step: StepOutcome, twin: StepOutcome): StepNoise {
  const headers = new Map<string, string | undefined>();
  for (const [name, value] of Object.entries(step.headers ?? {})) {
    const other = twin.headers?.[name];
    if (other !== undefined) headers.set(name, lineShape(value) === lineShape(other) ? lineShape(value) : undefined);
  }
  const [least = 0, most = 0] = [step.bytes ?? 0, twin.bytes ?? 0].toSorted((x, y) => x - y);
  const noise = {
    statusVaries: step.status !== twin.status,
    headers,
    // A time has more digits at noon than in the morning.
    leastBytes: least - 2 * (most - least) - 64,
  };
  if (step.body === undefined || twin.body === undefined) return noise;
  return { ...noise, body: learnTemplate(step.body, twin.body) };
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
    if (problem !== undefined) return `answers otherwise than the original: ${problem}`;
  }
  if (twin.bytes !== undefined && twin.bytes < noise.leastBytes)
    return `the answer is cut: ${twin.bytes} bytes, the original's has ${step.bytes ?? 0}`;
  for (const [name, shape] of noise.headers) {
    const value = twin.headers?.[name];
    if (value === undefined) return `header ${name} is missing`;
    if (shape !== undefined && lineShape(value) !== shape)
      return `header ${name} is ${value}, the original's ${step.headers?.[name] ?? ""}`;
  }
  return undefined;
}

function lifeNoise(life: LifeOutcome, other: LifeOutcome): LifeNoise {
  const unprivileged = new Map<string, readonly number[]>();
  for (const { program, uids } of life.owners ?? []) {
    const twin = other.owners?.find((one) => one.program === program);
    const both = uids.filter((uid) => uid !== 0 && twin?.uids.includes(uid) === true);
    if (both.length > 0) unprivileged.set(program, both);
  }
  const kept = new Set(other.kept ?? []);
  return { unprivileged, kept: (life.kept ?? []).filter((path) => kept.has(path)) };
}

/** A server that silently stays root answers as well as one that does not; a file that was not saved shows at the next need of it. */
function compareLife(noise: LifeNoise | undefined, trial: LifeOutcome): string[] {
  if (noise === undefined) return [];
  const problems: string[] = [];
  for (const { program, uids } of trial.owners ?? []) {
    const before = noise.unprivileged.get(program);
    if (before !== undefined && uids.every((uid) => uid === 0))
      problems.push(`${program} runs as root only, the original's also as ${before.join(", ")}`);
  }
  const kept = new Set(trial.kept ?? noise.kept);
  const lost = noise.kept.filter((path) => !kept.has(path));
  const more = lost.length > 3 ? ` and ${lost.length - 3} more` : "";
  if (lost.length > 0) problems.push(`not written into its volumes: ${lost.slice(0, 3).join(", ")}${more}`);
  return problems;
}

const key = (life: number, step: number): string => `${life}/${step}`;
const inLife = (life: number): string => (life === 0 ? "" : " after the restart");
