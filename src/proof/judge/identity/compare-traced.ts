import type { TracedProcess, TracedProcesses } from "../../../domain/workload/traced-process.ts";

type Id = number | null;

/**
 * Kinds of process (program and parent) that gave up less in a trial than in either reference trial, including
 * short-lived ones. Kinds that the reference trials did not run are not judged; without a trace of all three, nothing
 * is.
 */
export function compareTraced(
  reference: readonly (TracedProcesses | undefined)[],
  actual: TracedProcesses | undefined,
): string[] {
  const references = reference.flatMap((one) => (one !== undefined && "kinds" in one ? [one.kinds] : []));
  if (actual === undefined || !("kinds" in actual) || references.length < reference.length) return [];
  const kinds = Map.groupBy(references.flat(), kindOf);
  const problems = new Set<string>();
  const add = (of: TracedProcess, alternatives: readonly (readonly string[])[]) => {
    const fewest = alternatives.toSorted((a, b) => a.length - b.length)[0] ?? [];
    for (const problem of fewest) problems.add(`${nameOf(of)} ${problem}`);
  };
  for (const actualKind of actual.kinds)
    add(
      actualKind,
      (kinds.get(kindOf(actualKind)) ?? []).map((then) => compareKinds(actualKind, then)),
    );
  if (problems.size > 0) return [...problems];
  // One of two similar processes may keep its privileges while the other drops them.
  const ran = Map.groupBy(actual.kinds, kindOf);
  for (const expectedKind of inAll(references))
    add(
      expectedKind,
      (ran.get(kindOf(expectedKind)) ?? []).map((one) => compareKinds(one, expectedKind)),
    );
  return [...problems];
}

function inAll([first = [], ...others]: readonly (readonly TracedProcess[])[]): TracedProcess[] {
  const texts = others.map((kinds) => new Set(kinds.map((kind) => JSON.stringify(kind))));
  return first.filter((kind) => texts.every((known) => known.has(JSON.stringify(kind))));
}

function compareKinds(actual: TracedProcess, expected: TracedProcess): string[] {
  const problems: string[] = [];
  const uid = keeps(actual.uids, expected.uids);
  if (uid !== undefined)
    problems.push(`ends with the uid that the container starts with, the reference trial's with ${uid}`);
  const gid = keeps(actual.gids, expected.gids);
  if (gid !== undefined)
    problems.push(`ends with the gid that the container starts with, the reference trial's with ${gid}`);
  if (expected.ownGroups && !actual.ownGroups)
    problems.push("keeps the groups that the container starts with, the reference trial's sets its own");
  if (expected.jailed && !actual.jailed) problems.push("keeps the root directory /, the reference trial's has its own");
  if ((expected.securebits & ~actual.securebits) !== 0)
    problems.push(`has the securebits ${actual.securebits}, the reference trial's has ${expected.securebits}`);
  return problems;
}

/** The original's id, if the process keeps root's or the container's start id in one of the three. */
function keeps(actual: readonly Id[], expected: readonly Id[]): number | undefined {
  for (const [at, id] of actual.entries()) {
    const was = expected[at];
    if ((id === null || id === 0) && was !== null && was !== undefined && was !== 0) return was;
  }
  return undefined;
}

const base = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
/** The engine's init process does not count as a parent. */
const ownInit = /(?:^|\/)(?:docker-init|podman-init)$|^\/dev\/init$/u;

function kindOf({ program, parents }: TracedProcess): string {
  return [program, ...parents.filter((parent) => !ownInit.test(parent))].join("\n");
}

function nameOf({ program, parents }: TracedProcess): string {
  const [parent] = parents.filter((one) => !ownInit.test(one));
  if (parent === undefined) return base(program);
  return parent === program ? `a child of ${base(program)}` : `${base(program)} below ${base(parent)}`;
}
