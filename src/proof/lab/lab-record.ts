import type { ProgressEvent } from "../../domain/progress.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Answer } from "./majority.ts";
import { byKey } from "../../text/by-key.ts";

/** What a lab and the same one under load have in common. */
export interface SharedRecord {
  /** In the order in which they ended. */
  readonly trials: Trial[];
  /** Lines of a log that are no problem. */
  readonly tolerated: Set<string>;
}

/** What one lab has asked so far, by restrictions: equal ones are one question. */
export interface LabRecord extends SharedRecord {
  answerOf(restrictions: Restrictions): Answer | undefined;
  answered(restrictions: Restrictions, answer: Answer): void;
  runsOf(restrictions: Restrictions): readonly Trial[];
  /** Also among `trials`. */
  ran(restrictions: Restrictions, trial: Trial): void;
}

export function labRecord(shared: SharedRecord): LabRecord {
  const answers = new Map<string, Answer>();
  const runs = new Map<string, Trial[]>();
  return {
    ...shared,
    answerOf: (restrictions) => answers.get(keyOf(restrictions)),
    answered(restrictions, answer) {
      answers.set(keyOf(restrictions), answer);
    },
    runsOf: (restrictions) => runs.get(keyOf(restrictions)) ?? [],
    ran(restrictions, trial) {
      const key = keyOf(restrictions);
      shared.trials.push(trial);
      runs.set(key, [...(runs.get(key) ?? []), trial]);
    },
  };
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
