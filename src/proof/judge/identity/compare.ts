import type { ProcessState, SeenProcesses } from "../../../domain/workload/process-state.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { worse, type Leeway } from "./worse.ts";

/** As what the original's processes ran in two reference trials. */
export interface ReferenceProcesses {
  /** All states of both, in any life, by program. */
  readonly byProgram: ReadonlyMap<string, readonly ProcessState[]>;
  /** Kinds of process (program below these parents) whose ids or root differ from trial to trial. */
  readonly leeway: ReadonlyMap<string, Leeway>;
  /** Of each life, what both trials saw in every look. */
  readonly steady: readonly (readonly ProcessState[])[];
  /** Of each life, what they end as: states of the last look, of kinds that both trials saw then, and what was the same in both. */
  readonly last?: readonly { readonly states: readonly ProcessState[]; readonly steady: readonly ProcessState[] }[];
}

/** No other user is worse. */
const anybody: Leeway = { idsVary: true, rootVaries: true };

type Lives = readonly (SeenProcesses | undefined)[];

export function learnProcesses(a: Lives, b: Lives): ReferenceProcesses {
  const [one, two] = [a, b].map((lives) => lives.flatMap((life) => life?.states ?? []));
  const byProgram = Map.groupBy([...(one ?? []), ...(two ?? [])], ({ program }) => program);
  const kinds = [one, two].map((states) => Map.groupBy(states ?? [], kindOf));
  const leeway = new Map<string, Leeway>();
  for (const [kind, states] of kinds[0] ?? []) {
    const others = kinds[1]?.get(kind);
    if (others === undefined) continue;
    const vary = (of: (state: ProcessState) => unknown) => disjoint(states.map(of), others.map(of));
    leeway.set(kind, { idsVary: vary(idsOf), rootVaries: vary(({ root }) => root) });
  }
  const steady = a.map((life, at) => inBoth(inEveryLook(life), inEveryLook(b[at]), identityOf));
  const last = a.map((life, at) => {
    const [ends, others] = [inLastLook(life), inLastLook(b[at])];
    const states = [...inBoth(ends, others, kindOf), ...inBoth(others, ends, kindOf)];
    return { states, steady: inBoth(ends, others, identityOf) };
  });
  return { byProgram, leeway, steady, last };
}

function inBoth(
  states: readonly ProcessState[],
  others: readonly ProcessState[],
  by: (state: ProcessState) => string,
): ProcessState[] {
  const there = new Set(others.map(by));
  return states.filter((state) => there.has(by(state)));
}

/** The same where `states` are what processes end as: what others of their kind were before counts no more. */
export function endingAs(
  { byProgram, leeway }: ReferenceProcesses,
  states: readonly ProcessState[],
  steady: readonly ProcessState[],
): ReferenceProcesses {
  const ended = new Set(states.map(kindOf));
  const others = [...byProgram.values()].flat().filter((state) => !ended.has(kindOf(state)));
  return { byProgram: Map.groupBy([...states, ...others], ({ program }) => program), leeway, steady: [steady] };
}

/**
 * Which processes of a trial's life are worse than the original's, by name. Each must be no worse than some state of its kind (program and
 * parents; the program alone where its parents are others), and each state that the original always has must be kept by one of them. A
 * program that the original did not run may be anybody but root, and hold nothing, unless something there did. A process that runs as the user whom the trial asked for did not get worse by that.
 */
export function compareProcesses(
  reference: ReferenceProcesses,
  life: number,
  seen: SeenProcesses | undefined,
  options: Pick<Restrictions, "user"> & Pick<Leeway, "otherImage"> = {},
): string[] {
  if (seen === undefined) return [];
  const { user, otherImage = false } = options;
  const problems = new Set<string>();
  const strange = [...reference.byProgram.values()].flat();
  const judge = (now: ProcessState, then: ProcessState): string[] => {
    const leeway = { ...reference.leeway.get(kindOf(then)), otherImage };
    return worse(
      now,
      runsAs(now, user) ? { ...then, uids: now.uids, gids: now.gids, groups: ownGroups(now, then) } : then,
      leeway,
    );
  };
  for (const now of seen.states) {
    const all = reference.byProgram.get(now.program);
    if (all === undefined) {
      for (const problem of fewest(strange.map((then) => worse(now, then, anybody))))
        problems.add(`${nameOf(now)} ${problem}`);
      continue;
    }
    const alike = all.filter((then) => kindOf(then) === kindOf(now));
    const least = fewest((alike.length > 0 ? alike : all).map((then) => judge(now, then)));
    for (const problem of least) problems.add(`${nameOf(now)} ${problem}`);
  }
  if (problems.size > 0) return [...problems];
  for (const then of reference.steady[life] ?? []) {
    const all = seen.states.filter(({ program }) => program === then.program);
    const alike = all.filter((now) => kindOf(now) === kindOf(then));
    const found = (alike.length > 0 ? alike : all).map((now) => judge(now, then));
    if (alike.length > 0) for (const problem of fewest(found)) problems.add(`${nameOf(then)} ${problem}`);
    else if (seen.looks > 1 && fewest(found).length > 0)
      problems.add(
        `${nameOf(then)} is missing, which runs with uid ${then.uids[1]} and gid ${then.gids[1]} in the reference trial`,
      );
  }
  if (problems.size > 0) return [...problems];
  // A server that drops its privileges under load was root when both began.
  const [end, last] = [reference.last?.[life], inLastLook(seen)];
  if (end === undefined || last.length === 0) return [];
  const ending = endingAs(reference, end.states, end.steady);
  return compareProcesses(ending, 0, { ...seen, looks: 1, states: last }, options);
}

/** Numeric, `UID:GID`, and not root: what a trial writes. */
function runsAs({ uids, gids }: ProcessState, user: string | undefined): boolean {
  const [, uid, gid] = /^(\d+):(\d+)$/u.exec(user ?? "") ?? [];
  if (uid === undefined || Number(uid) === 0) return false;
  return uids.every((id) => id === Number(uid)) && gids.every((id) => id === Number(gid));
}

/** The groups that the engine gives to a user are its own, but never that of root. */
function ownGroups(now: ProcessState, then: ProcessState): number[] {
  return now.groups.filter(
    (group) => group !== 0 || then.groups.includes(0) || then.gids.includes(0) || now.gids.includes(0),
  );
}

function fewest(all: readonly (readonly string[])[]): readonly string[] {
  let least: readonly string[] | undefined;
  for (const one of all) if (least === undefined || one.length < least.length) least = one;
  return least ?? [];
}

function inEveryLook(seen: SeenProcesses | undefined): ProcessState[] {
  return seen?.states.filter((state) => state.looks === seen.looks) ?? [];
}

function inLastLook(seen: SeenProcesses | undefined): ProcessState[] {
  return seen?.states.filter(({ last }) => last === true) ?? [];
}

function disjoint(a: readonly unknown[], b: readonly unknown[]): boolean {
  const texts = new Set(a.map((one) => JSON.stringify(one)));
  return !b.some((one) => texts.has(JSON.stringify(one)));
}

export const kindOf = ({ program, parents }: ProcessState): string => [program, ...parents].join("\n");
const idsOf = ({ uids, gids }: ProcessState): unknown => [uids, gids];
/** Without how often and when it was seen. */
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
