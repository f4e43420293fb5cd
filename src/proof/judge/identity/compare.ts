import type { ProcessState, SeenProcesses } from "../../../domain/workload/process-state.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { findRegressions, type Leeway } from "./worse.ts";

/** States of the original's processes in two reference trials. */
export interface ReferenceProcesses {
  /** All states of both, in any life, by program. */
  readonly byProgram: ReadonlyMap<string, readonly ProcessState[]>;
  /** Kinds of process (program below these parents) whose ids or root vary between trials. */
  readonly leeway: ReadonlyMap<string, Leeway>;
  /** Per life, states that both trials saw in every look. */
  readonly steady: readonly (readonly ProcessState[])[];
  /** Per life, final states: those of the last look, of kinds that both trials saw then, and those equal in both. */
  readonly last?: readonly { readonly states: readonly ProcessState[]; readonly steady: readonly ProcessState[] }[];
}

/** Other users are not worse. */
const anybody: Leeway = { idsVary: true, rootVaries: true };

type Lives = readonly (SeenProcesses | undefined)[];

export function learnProcesses(a: Lives, b: Lives): ReferenceProcesses {
  const [first, two] = [a, b].map((lives) => lives.flatMap((life) => life?.states ?? []));
  const byProgram = Map.groupBy([...(first ?? []), ...(two ?? [])], ({ program }) => program);
  const kinds = [first, two].map((states) => Map.groupBy(states ?? [], kindOf));
  const leeway = new Map<string, Leeway>();
  for (const [kind, states] of kinds[0] ?? []) {
    const otherStates = kinds[1]?.get(kind);
    if (otherStates === undefined) continue;
    const vary = (of: (state: ProcessState) => unknown) => disjoint(states.map(of), otherStates.map(of));
    leeway.set(kind, { idsVary: vary(idsOf), rootVaries: vary(({ root }) => root) });
  }
  const steady = a.map((life, at) => inBoth(inEveryLook(life), inEveryLook(b[at]), identityOf));
  const last = a.map((life, at) => {
    const [ends, otherEnds] = [inLastLook(life), inLastLook(b[at])];
    const states = [...inBoth(ends, otherEnds, kindOf), ...inBoth(otherEnds, ends, kindOf)];
    return { states, steady: inBoth(ends, otherEnds, identityOf) };
  });
  return { byProgram, leeway, steady, last };
}

function inBoth(
  states: readonly ProcessState[],
  otherStates: readonly ProcessState[],
  by: (state: ProcessState) => string,
): ProcessState[] {
  const otherKeys = new Set(otherStates.map(by));
  return states.filter((state) => otherKeys.has(by(state)));
}

/** The same for final `states`: earlier states of their kind no longer count. */
export function endingAs(
  { byProgram, leeway }: ReferenceProcesses,
  states: readonly ProcessState[],
  steady: readonly ProcessState[],
): ReferenceProcesses {
  const ended = new Set(states.map(kindOf));
  const otherKinds = [...byProgram.values()].flat().filter((state) => !ended.has(kindOf(state)));
  return { byProgram: Map.groupBy([...states, ...otherKinds], ({ program }) => program), leeway, steady: [steady] };
}

/**
 * Processes of a trial's life that are worse than the original's, by name. Each must be no worse than some state of its
 * kind (program and parents; the program alone if its parents differ), and one of them must keep each state that the
 * original always has. A program that the original did not run may have any user but root and no privileges, unless
 * something there had them. A process that runs as the trial's user is not worse for that reason.
 */
export function compareProcesses(
  reference: ReferenceProcesses,
  life: number,
  actualProcesses: SeenProcesses | undefined,
  options: Pick<Restrictions, "user"> & Pick<Leeway, "otherImage"> = {},
): string[] {
  if (actualProcesses === undefined) return [];
  const { user, otherImage = false } = options;
  const problems = new Set<string>();
  const strange = [...reference.byProgram.values()].flat();
  const judge = (actual: ProcessState, expected: ProcessState): string[] => {
    const leeway = { ...reference.leeway.get(kindOf(expected)), otherImage };
    return findRegressions(
      actual,
      runsAs(actual, user)
        ? { ...expected, uids: actual.uids, gids: actual.gids, groups: ownGroups(actual, expected) }
        : expected,
      leeway,
    );
  };
  for (const actual of actualProcesses.states) {
    const sameProgram = reference.byProgram.get(actual.program);
    if (sameProgram === undefined) {
      for (const problem of fewest(strange.map((then) => findRegressions(actual, then, anybody))))
        problems.add(`${nameOf(actual)} ${problem}`);
      continue;
    }
    const alike = sameProgram.filter((then) => kindOf(then) === kindOf(actual));
    const smallest = fewest((alike.length > 0 ? alike : sameProgram).map((then) => judge(actual, then)));
    for (const problem of smallest) problems.add(`${nameOf(actual)} ${problem}`);
  }
  if (problems.size > 0) return [...problems];
  for (const expected of reference.steady[life] ?? []) {
    const sameProgram = actualProcesses.states.filter(({ program }) => program === expected.program);
    const alike = sameProgram.filter((now) => kindOf(now) === kindOf(expected));
    const differences = (alike.length > 0 ? alike : sameProgram).map((now) => judge(now, expected));
    if (alike.length > 0) for (const problem of fewest(differences)) problems.add(`${nameOf(expected)} ${problem}`);
    else if (actualProcesses.looks > 1 && fewest(differences).length > 0)
      problems.add(
        `${nameOf(expected)} is missing, which runs with uid ${expected.uids[1]} and gid ${expected.gids[1]} in the reference trial`,
      );
  }
  if (problems.size > 0) return [...problems];
  // A server that drops privileges under load was root at the start of both.
  const [end, last] = [reference.last?.[life], inLastLook(actualProcesses)];
  if (end === undefined || last.length === 0) return [];
  const ending = endingAs(reference, end.states, end.steady);
  return compareProcesses(ending, 0, { ...actualProcesses, looks: 1, states: last }, options);
}

/** Numeric `UID:GID`, not root, as trials record it. */
function runsAs({ uids, gids }: ProcessState, user: string | undefined): boolean {
  const [, uid, gid] = /^(\d+):(\d+)$/u.exec(user ?? "") ?? [];
  if (uid === undefined || Number(uid) === 0) return false;
  return uids.every((id) => id === Number(uid)) && gids.every((id) => id === Number(gid));
}

/** The groups that the engine gives to a user are allowed, except root's. */
function ownGroups(actual: ProcessState, expected: ProcessState): number[] {
  return actual.groups.filter(
    (group) => group !== 0 || expected.groups.includes(0) || expected.gids.includes(0) || actual.gids.includes(0),
  );
}

function fewest(problemLists: readonly (readonly string[])[]): readonly string[] {
  let shortest: readonly string[] | undefined;
  for (const list of problemLists) if (shortest === undefined || list.length < shortest.length) shortest = list;
  return shortest ?? [];
}

function inEveryLook(processes: SeenProcesses | undefined): ProcessState[] {
  return processes?.states.filter((state) => state.looks === processes.looks) ?? [];
}

function inLastLook(processes: SeenProcesses | undefined): ProcessState[] {
  return processes?.states.filter(({ last }) => last === true) ?? [];
}

function disjoint(a: readonly unknown[], b: readonly unknown[]): boolean {
  const texts = new Set(a.map((one) => JSON.stringify(one)));
  return !b.some((one) => texts.has(JSON.stringify(one)));
}

export const kindOf = ({ program, parents }: ProcessState): string => [program, ...parents].join("\n");
const idsOf = ({ uids, gids }: ProcessState): unknown => [uids, gids];
/** Without number and times of looks. */
function identityOf(state: ProcessState): string {
  const { last: _, ...others } = state;
  return JSON.stringify({ ...others, looks: 0 });
}

/** `nginx`, `a child of nginx`, `worker below nginx`. */
function nameOf({ program, parents: [parent] }: ProcessState): string {
  const [name, above] = [program, parent].map((path) => path?.slice(path.lastIndexOf("/") + 1));
  if (parent === undefined) return name ?? program;
  return parent === program ? `a child of ${name}` : `${name} below ${above}`;
}
