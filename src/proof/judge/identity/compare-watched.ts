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
 * Which processes of a trial that ran on stayed worse than the original's that did. What the original's are in the end counts in place of what they were on the
 * way there: a server that drops its privileges after some seconds, or with some request, has to do so in the trial, too. `reference` has how they vary.
 */
export function compareWatched(
  reference: ReferenceProcesses,
  original: Trial,
  trial: Trial,
  { user, otherImage = false }: Pick<Restrictions, "user"> & Pick<Leeway, "otherImage"> = {},
): string[] {
  const [then, now] = [watchOf(original), watchOf(trial)];
  if (then === undefined || now === undefined || then.processes.method !== now.processes.method) return [];
  const { states, looks } = then.processes;
  const steady = states.filter((state) => state.looks === looks);
  const asRoot = /^(?:0(?::0)?)?$/u.test(user ?? "");
  return [
    ...compareProcesses(endingAs(reference, states, steady), 0, now.processes, {
      ...(user !== undefined && { user }),
      otherImage,
    }),
    ...(asRoot && !otherImage ? compareTraced([original.traced], trial.traced) : []),
  ].map((problem) => `${problem} ${inTheEnd(then)}`);
}

const inTheEnd = ({ ms }: ProcessWatch): string => `after ${Math.round(ms / 1000)} s`;

/**
 * Whether the original ends as something that not each life of `trials` saw of it from its first look on: then they cannot tell what that takes. A process that is what
 * another one of its program was in all of them is no change.
 */
export function dropsLate({ leeway }: ReferenceProcesses, trials: readonly Trial[], original: Trial): boolean {
  const states = watchOf(original)?.processes.states ?? [];
  const lives = trials.flatMap((trial) => trial.lives.flatMap(({ processes }) => processes ?? []));
  const settled = states.filter((state) => leeway.get(kindOf(state))?.idsVary !== true);
  // What came during a trial may come after the next one.
  const steady = lives.map(({ looks, states }) => states.filter((state) => state.looks === looks));
  if (!settled.every((state) => steady.every((life) => isKnown(state, life)))) return true;
  const kinds = trials.map(kindsOf);
  return kindsOf(original)?.some((kind) => kinds.some((known) => known?.every((one) => one !== kind))) === true;
}

/** Of its program; of any where that did not run. */
function isKnown(state: ProcessState, states: readonly ProcessState[]): boolean {
  const own = states.filter(({ program }) => program === state.program);
  return (own.length > 0 ? own : states).some((one) => credentialsOf(one) === credentialsOf(state));
}

/** As what processes ended; undefined where they were not traced. */
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
