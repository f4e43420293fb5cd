import type { ProgressEvent } from "../../domain/progress.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { ExperimentResult } from "./experiment-result.ts";
import { byKey } from "../../text/by-key.ts";

/** Common state of an experiment runner and its twin under load. */
export interface SharedRecord {
  /** In the order in which they ended. */
  readonly trials: Trial[];
  /** Accepted log lines. */
  readonly tolerated: Set<string>;
}

/** Restrictions that only remove privileges: a container that passes with them passes without. */
const onlyTakesAway = ["memoryBytes", "pids", "cpus", "seccomp"] as const;

/** Experiments so far, by restrictions: equal restrictions are one experiment. */
export interface ExperimentRecord extends SharedRecord {
  /** Also found if it passed under the same restrictions with more limits or a syscall allowlist. */
  resultOf(restrictions: Restrictions): ExperimentResult | undefined;
  answered(restrictions: Restrictions, result: ExperimentResult): void;
  runsOf(restrictions: Restrictions): readonly Trial[];
  /** Also among `trials`. */
  ran(restrictions: Restrictions, trial: Trial): void;
}

export function createExperimentRecord(shared: SharedRecord): ExperimentRecord {
  const answers = new Map<string, { readonly restrictions: Restrictions; readonly answer: ExperimentResult }>();
  const runs = new Map<string, Trial[]>();
  return {
    ...shared,
    resultOf(restrictions) {
      const key = keyOf(restrictions);
      const exactAnswer = answers.get(key)?.answer;
      if (exactAnswer !== undefined) return exactAnswer;
      const stricter = [...answers.values()].find(
        (answer) => answer.answer.passes && keyOf(looser(answer.restrictions, restrictions)) === key,
      );
      return stricter?.answer;
    },
    answered(restrictions, result) {
      answers.set(keyOf(restrictions), { restrictions, answer: result });
    },
    runsOf: (restrictions) => runs.get(keyOf(restrictions)) ?? [],
    ran(restrictions, trial) {
      const key = keyOf(restrictions);
      shared.trials.push(trial);
      runs.set(key, [...(runs.get(key) ?? []), trial]);
    },
  };
}

/** `strict` without the limits and the seccomp profile that `targetRestrictions` lacks. */
function looser(strict: Restrictions, targetRestrictions: Restrictions): Restrictions {
  const reducedRestrictions = { ...strict };
  for (const field of onlyTakesAway) if (targetRestrictions[field] === undefined) delete reducedRestrictions[field];
  return reducedRestrictions;
}

/** Restrictions without limits and without a seccomp profile. */
export function withoutLimits(restrictions: Restrictions): Restrictions {
  return looser(restrictions, {});
}

/** Equal restrictions have equal keys. */
export function keyOf(restrictions: Restrictions): string {
  return JSON.stringify(inOrder(restrictions));
}

/** Equal restrictions give equal text: a disabled switch equals a missing one. */
export function inOrder({
  readOnlyRootfs,
  noNewPrivileges,
  dropAll,
  addCapabilities = [],
  tmpfs = [],
  ...others
}: Restrictions): unknown {
  const switches = Object.entries({ readOnlyRootfs, noNewPrivileges, dropAll }).filter(([, value]) => value === true);
  const lists = {
    addCapabilities: addCapabilities.toSorted(),
    tmpfs: tmpfs.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
  const fields = [...Object.entries(others), ...switches, ...Object.entries(lists)];
  return Object.fromEntries(fields.toSorted(byKey));
}

/** For progress. A low estimate grows; the last trial is only known afterwards. */
export function ofTrial(
  stage: string,
  { trials }: SharedRecord,
  expected: number | undefined,
  description: string,
): ProgressEvent {
  const number = trials.length;
  const trial = { number, ...(expected !== undefined && { about: Math.max(number, expected) }) };
  const count = trial.about === undefined ? `trial ${number}` : `trial ${number} of about ${trial.about}`;
  return { stage, message: `${count}: ${description}`, line: true, trial };
}
