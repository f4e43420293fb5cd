import { capabilities } from "../../../domain/profile/capability.ts";
import { capabilitySets, type ProcessState } from "../../../domain/workload/process-state.ts";

/** What may differ between a process and the original's without being worse. */
export interface Leeway {
  /** These ids of the original differ from one reference trial to the other: only root is worse than them. */
  readonly idsVary?: boolean;
  /** So does its root directory: only `/` is worse. */
  readonly rootVaries?: boolean;
  /** Another image: the same user has another number there. */
  readonly otherImage?: boolean;
}

/**
 * In what `now` is worse than `then`, a state of the same program in the original; empty when it is not. More is worse: root in place of
 * another user, a group, a capability in any set, a privilege that may still be gained; so is less of what confines it.
 */
export function worse(now: ProcessState, then: ProcessState, leeway: Leeway = {}): string[] {
  const found: string[] = [];
  const loose = leeway.idsVary === true || leeway.otherImage === true;
  // Whatever root was, someone else is less: that one has groups of its own.
  const steppedDown = then.uids[1] === 0 && !now.uids.includes(0);
  const uid = worseId(now.uids, then.uids, loose);
  if (uid !== undefined) found.push(`runs with uid ${uid.id}, the reference trial's has ${uid.was}`);
  const gid = worseId(now.gids, then.gids, loose);
  if (gid !== undefined) found.push(`keeps gid ${gid.id}, the reference trial's has ${gid.was}`);
  const groups = now.groups.filter((group) => ![...then.groups, ...then.gids].includes(group));
  const more = steppedDown || loose ? groups.filter((group) => group === 0 && !then.gids.includes(0)) : groups;
  if (more.length > 0)
    found.push(
      `keeps the group${more.length > 1 ? "s" : ""} ${more.join(", ")}, the reference trial's has ${listed(then.groups)}`,
    );
  const root = worseRoot(now.root, then.root, leeway.rootVaries === true);
  if (root !== undefined) found.push(root);
  found.push(...moreCapabilities(now, then));
  if (then.noNewPrivileges === true && now.noNewPrivileges === false)
    found.push("may gain privileges, the reference trial's set no-new-privileges");
  if (then.filters !== undefined && now.filters !== undefined && now.filters < then.filters)
    found.push(`runs under ${counted(now.filters)} of system calls, the reference trial's under ${then.filters}`);
  return found;
}

function worseId(
  now: readonly number[],
  then: readonly number[],
  loose: boolean,
): { readonly id: number; readonly was: number } | undefined {
  for (const [at, id] of now.entries()) {
    const was = then[at] ?? id;
    // Someone else than root is less than root.
    if (id !== was && was !== 0 && (id === 0 || !loose)) return { id, was };
  }
  return undefined;
}

function worseRoot(now: string | undefined, then: string | undefined, varies: boolean): string | undefined {
  if (now === undefined || then === undefined || then === "/" || now === then) return undefined;
  if (varies && now !== "/") return undefined;
  return `has the root directory ${now}, the reference trial's has ${then}`;
}

function moreCapabilities(now: ProcessState, then: ProcessState): string[] {
  if (now.capabilities === undefined || then.capabilities === undefined) return [];
  const sets = new Map<string, string[]>();
  for (const set of capabilitySets) {
    const extra = namesOf(bits(now.capabilities[set]) & ~bits(then.capabilities[set]));
    if (extra.length > 0) sets.set(extra.join(", "), [...(sets.get(extra.join(", ")) ?? []), set]);
  }
  return [...sets].map(([names, of]) => `holds ${names} (${of.join(", ")}), the reference trial's does not`);
}

/** The names in problems of `moreCapabilities`. */
export function excessCapabilities(problems: readonly string[]): string[] {
  return problems.flatMap(
    (problem) => / holds ([A-Z_, ]+) \([a-z, ]+\), the reference/u.exec(problem)?.[1]?.split(", ") ?? [],
  );
}

function bits(hexadecimal: string): bigint {
  return /^[0-9a-f]{1,16}$/iu.test(hexadecimal) ? BigInt(`0x${hexadecimal}`) : 0n;
}

function namesOf(set: bigint): string[] {
  const names: string[] = [];
  for (let at = 0; at < 64; at++)
    if (((set >> BigInt(at)) & 1n) === 1n) names.push(capabilities[at] ?? `capability ${at}`);
  return names;
}

const listed = (groups: readonly number[]): string => (groups.length === 0 ? "none" : groups.join(", "));
const counted = (filters: number): string => (filters === 1 ? "1 filter" : `${filters} filters`);
