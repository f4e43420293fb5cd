import type { ProgressEvent } from "../../domain/progress.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Answer } from "./answer.ts";
import { byKey } from "../../text/by-key.ts";

/** What a lab and the same one under load have in common. */
export interface SharedRecord {
  /** In the order in which they ended. */
  readonly trials: Trial[];
  /** Lines of a log that are no problem. */
  readonly tolerated: Set<string>;
}

/** What only takes away: whoever passes with it passes without. */
const onlyTakesAway = ["memoryBytes", "pids", "cpus", "seccomp"] as const;

/** What one lab has asked so far, by restrictions: equal ones are one question. */
export interface LabRecord extends SharedRecord {
  /** Also where it passed under the same with more limits, or with a list of calls on top. */
  answerOf(restrictions: Restrictions): Answer | undefined;
  answered(restrictions: Restrictions, answer: Answer): void;
  runsOf(restrictions: Restrictions): readonly Trial[];
  /** Also among `trials`. */
  ran(restrictions: Restrictions, trial: Trial): void;
}

export function labRecord(shared: SharedRecord): LabRecord {
  const answers = new Map<string, { readonly restrictions: Restrictions; readonly answer: Answer }>();
  const runs = new Map<string, Trial[]>();
  return {
    ...shared,
    answerOf(restrictions) {
      const key = keyOf(restrictions);
      const asked = answers.get(key)?.answer;
      if (asked !== undefined) return asked;
      const stricter = [...answers.values()].find(
        (one) => one.answer.passes && keyOf(looser(one.restrictions, restrictions)) === key,
      );
      return stricter?.answer;
    },
    answered(restrictions, answer) {
      answers.set(keyOf(restrictions), { restrictions, answer });
    },
    runsOf: (restrictions) => runs.get(keyOf(restrictions)) ?? [],
    ran(restrictions, trial) {
      const key = keyOf(restrictions);
      shared.trials.push(trial);
      runs.set(key, [...(runs.get(key) ?? []), trial]);
    },
  };
}

/** `strict` without the limits and the list of calls that `wanted` does not have. */
function looser(strict: Restrictions, wanted: Restrictions): Restrictions {
  const less = { ...strict };
  for (const field of onlyTakesAway) if (wanted[field] === undefined) delete less[field];
  return less;
}

/** What is left once nothing limits it, and no list refuses its calls. */
export function withoutLimits(restrictions: Restrictions): Restrictions {
  return looser(restrictions, {});
}

/** Equal restrictions have equal keys. */
export function keyOf(restrictions: Restrictions): string {
  return JSON.stringify(inOrder(restrictions));
}

/** Equal restrictions give equal text: a switch that is off says the same as one that is missing. */
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
  const all = [...Object.entries(others), ...switches, ...Object.entries(lists)];
  return Object.fromEntries(all.toSorted(byKey));
}

/** For the progress. The estimate grows when it turns out to be too low; the last trial is not known before it ran. */
export function ofTrial(
  stage: string,
  { trials }: SharedRecord,
  expected: number | undefined,
  what: string,
): ProgressEvent {
  const number = trials.length;
  const trial = { number, ...(expected !== undefined && { about: Math.max(number, expected) }) };
  const count = trial.about === undefined ? `trial ${number}` : `trial ${number} of about ${trial.about}`;
  return { stage, message: `${count}: ${what}`, line: true, trial };
}
