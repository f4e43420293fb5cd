import { capabilities } from "../../../domain/profile/capability.ts";
import { capabilitySets, type ProcessState } from "../../../domain/workload/process-state.ts";

/** Differences between a process and the original's that are not worse. */
export interface Leeway {
  /** These ids of the original differ from one reference trial to the other: only root is worse than them. */
  readonly idsVary?: boolean;
  /** The same for its root directory: only `/` is worse. */
  readonly rootVaries?: boolean;
  /** Another image, in which the same user has another id. */
  readonly otherImage?: boolean;
}

/**
 * Aspects in which `actual` is worse than `expected`, a state of the same program in the original; empty if none. Worse
 * means root instead of another user, an extra group, a capability in any set, a privilege that can still be gained, or
 * fewer restrictions.
 */
export function findRegressions(actual: ProcessState, expected: ProcessState, leeway: Leeway = {}): string[] {
  const problems: string[] = [];
  const loose = leeway.idsVary === true || leeway.otherImage === true;
  // Any other user has fewer rights than root, and separate groups.
  const steppedDown = expected.uids[1] === 0 && !actual.uids.includes(0);
  const uid = worseId(actual.uids, expected.uids, loose);
  if (uid !== undefined) problems.push(`runs with uid ${uid.id}, the reference trial's has ${uid.was}`);
  const gid = worseId(actual.gids, expected.gids, loose);
  if (gid !== undefined) problems.push(`keeps gid ${gid.id}, the reference trial's has ${gid.was}`);
  const groups = actual.groups.filter((group) => ![...expected.groups, ...expected.gids].includes(group));
  const extraGroups =
    steppedDown || loose ? groups.filter((group) => group === 0 && !expected.gids.includes(0)) : groups;
  if (extraGroups.length > 0)
    problems.push(
      `keeps the group${extraGroups.length > 1 ? "s" : ""} ${extraGroups.join(", ")}, the reference trial's has ${listGroups(expected.groups)}`,
    );
  const root = worseRoot(actual.root, expected.root, leeway.rootVaries === true);
  if (root !== undefined) problems.push(root);
  problems.push(...moreCapabilities(actual, expected));
  if (expected.noNewPrivileges === true && actual.noNewPrivileges === false)
    problems.push("may gain privileges, the reference trial's set no-new-privileges");
  if (expected.filters !== undefined && actual.filters !== undefined && actual.filters < expected.filters)
    problems.push(
      `runs under ${countFilters(actual.filters)} of system calls, the reference trial's under ${expected.filters}`,
    );
  return problems;
}

function worseId(
  actual: readonly number[],
  expected: readonly number[],
  loose: boolean,
): { readonly id: number; readonly was: number } | undefined {
  for (const [at, id] of actual.entries()) {
    const was = expected[at] ?? id;
    // A user other than root has fewer rights.
    if (id !== was && was !== 0 && (id === 0 || !loose)) return { id, was };
  }
  return undefined;
}

function worseRoot(actual: string | undefined, expected: string | undefined, varies: boolean): string | undefined {
  if (actual === undefined || expected === undefined || expected === "/" || actual === expected) return undefined;
  if (varies && actual !== "/") return undefined;
  return `has the root directory ${actual}, the reference trial's has ${expected}`;
}

function moreCapabilities(actual: ProcessState, expected: ProcessState): string[] {
  if (actual.capabilities === undefined || expected.capabilities === undefined) return [];
  const sets = new Map<string, string[]>();
  for (const set of capabilitySets) {
    const extra = namesOf(bits(actual.capabilities[set]) & ~bits(expected.capabilities[set]));
    if (extra.length > 0) sets.set(extra.join(", "), [...(sets.get(extra.join(", ")) ?? []), set]);
  }
  return [...sets].map(([names, of]) => `holds ${names} (${of.join(", ")}), the reference trial's does not`);
}

/** Capability names in problems of `moreCapabilities`. */
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

const listGroups = (groups: readonly number[]): string => (groups.length === 0 ? "none" : groups.join(", "));
const countFilters = (filters: number): string => (filters === 1 ? "1 filter" : `${filters} filters`);
