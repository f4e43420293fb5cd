import type { ProcessState, ProcessWatch } from "../../../domain/workload/process-state.ts";
import type { TracedProcess } from "../../../domain/workload/traced-process.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Trial } from "../../../domain/workload/trial.ts";
import type { Leeway } from "./worse.ts";
import { compareProcesses, endingAs, kindOf, type ReferenceProcesses } from "./compare.ts";
import { compareTraced } from "./compare-traced.ts";

export function watchOf({ lives: [life] }: Pick<Trial, "lives">): ProcessWatch | undefined {
  return life?.watch;
}

/**
 * Processes of a watched trial that stay worse than the original's. The final states of the original replace the
 * earlier ones: a server that drops privileges after some seconds, or at some request, must do so in the trial, too.
 * `reference` describes how they vary.
 */
export function compareWatched(
  reference: ReferenceProcesses,
  original: Trial,
  trial: Trial,
  { user, otherImage = false }: Pick<Restrictions, "user"> & Pick<Leeway, "otherImage"> = {},
): string[] {
  const [expected, actual] = [watchOf(original), watchOf(trial)];
  if (expected === undefined || actual === undefined || expected.processes.method !== actual.processes.method)
    return [];
  const { states, looks } = expected.processes;
  const steady = states.filter((state) => state.looks === looks);
  const asRoot = /^(?:0(?::0)?)?$/u.test(user ?? "");
  return [
    ...compareProcesses(endingAs(reference, states, steady), 0, actual.processes, {
      ...(user !== undefined && { user }),
      otherImage,
    }),
    ...(asRoot && !otherImage ? compareTraced([original.traced], trial.traced) : []),
  ].map((problem) => `${problem} ${inTheEnd(expected)}`);
}

const inTheEnd = ({ ms }: ProcessWatch): string => `after ${Math.round(ms / 1000)} s`;

/**
 * Whether the original ends in a state that not every life of `trials` shows from its first look on: then those trials
 * cannot show what the state requires. A process that equals another one of its program in all of them is no change.
 */
export function dropsLate({ leeway }: ReferenceProcesses, trials: readonly Trial[], original: Trial): boolean {
  const states = watchOf(original)?.processes.states ?? [];
  const lives = trials.flatMap((trial) => trial.lives.flatMap(({ processes }) => processes ?? []));
  const settled = states.filter((state) => leeway.get(kindOf(state))?.idsVary !== true);
  // A state that appears during one trial may appear after the end of the next.
  const steady = lives.map(({ looks, states }) => states.filter((state) => state.looks === looks));
  if (!settled.every((state) => steady.every((life) => isKnown(state, life)))) return true;
  const kinds = trials.map(kindsOf);
  return kindsOf(original)?.some((kind) => kinds.some((known) => known?.every((one) => one !== kind))) === true;
}

/** States of its program, or of any program if that did not run. */
function isKnown(state: ProcessState, states: readonly ProcessState[]): boolean {
  const sameProgram = states.filter(({ program }) => program === state.program);
  return (sameProgram.length > 0 ? sameProgram : states).some((one) => credentialsOf(one) === credentialsOf(state));
}

/** Final credentials of processes; undefined if they were not traced. */
function kindsOf({ traced }: Trial): string[] | undefined {
  return traced !== undefined && "kinds" in traced ? traced.kinds.map(changedTo) : undefined;
}

function changedTo(process: TracedProcess): string {
  const { program: _, parents: __, ...changed } = process;
  return JSON.stringify(changed);
}

function credentialsOf(state: ProcessState): string {
  const { program: _, parents: __, looks: ___, last: ____, ...credentials } = state;
  return JSON.stringify(credentials);
}
