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
 * Whether the original became less, after the time that other trials see, than it was in them: then they cannot tell what that takes. A process that is what
 * another one of its program was all along is no change, and more is none either.
 */
export function dropsLate(
  { byProgram, leeway }: ReferenceProcesses,
  traced: readonly Trial["traced"][],
  original: Trial,
): boolean {
  const watch = watchOf(original);
  if (watch === undefined) return false;
  const all = [...byProgram.values()].flat();
  const isKnown = (state: ProcessState) =>
    leeway.get(kindOf(state))?.idsVary === true ||
    (byProgram.get(state.program) ?? all).some((one) => credentialsOf(one) === credentialsOf(state));
  if (!watch.processes.states.every(isKnown)) return true;
  const { traced: own } = original;
  if (own === undefined || !("kinds" in own)) return false;
  const before = traced.flatMap((one) => (one !== undefined && "kinds" in one ? one.kinds : []));
  if (traced.some((one) => one === undefined || !("kinds" in one))) return false;
  const texts = new Set(before.map(changedTo));
  return own.kinds.some((kind) => !texts.has(changedTo(kind)));
}

const changedTo = ({ program: _, parents: __, ...changed }: TracedProcess): string => JSON.stringify(changed);

function credentialsOf({ program: _, parents: __, looks: ___, last: ____, ...credentials }: ProcessState): string {
  return JSON.stringify(credentials);
}
