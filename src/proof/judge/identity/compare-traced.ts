import type { TracedProcess, TracedProcesses } from "../../../domain/workload/traced-process.ts";

type Id = number | null;

/**
 * Which kinds of process (program and parent) gave up less in a trial than in either reference trial, short-lived ones included. What the
 * reference trials did not run is not judged; nothing is where one of the three was not traced.
 */
export function compareTraced(
  reference: readonly (TracedProcesses | undefined)[],
  now: TracedProcesses | undefined,
): string[] {
  const before = reference.flatMap((one) => (one !== undefined && "kinds" in one ? [one.kinds] : []));
  if (now === undefined || !("kinds" in now) || before.length < reference.length) return [];
  const kinds = Map.groupBy(before.flat(), kindOf);
  const problems = new Set<string>();
  const add = (of: TracedProcess, all: readonly (readonly string[])[]) => {
    const least = all.toSorted((a, b) => a.length - b.length)[0] ?? [];
    for (const problem of least) problems.add(`${nameOf(of)} ${problem}`);
  };
  for (const one of now.kinds)
    add(
      one,
      (kinds.get(kindOf(one)) ?? []).map((then) => worse(one, then)),
    );
  if (problems.size > 0) return [...problems];
  // One of two alike may stay what it was while the other does not.
  const ran = Map.groupBy(now.kinds, kindOf);
  for (const then of inAll(before))
    add(
      then,
      (ran.get(kindOf(then)) ?? []).map((one) => worse(one, then)),
    );
  return [...problems];
}

function inAll([first = [], ...others]: readonly (readonly TracedProcess[])[]): TracedProcess[] {
  const texts = others.map((kinds) => new Set(kinds.map((kind) => JSON.stringify(kind))));
  return first.filter((kind) => texts.every((known) => known.has(JSON.stringify(kind))));
}

function worse(now: TracedProcess, then: TracedProcess): string[] {
  const found: string[] = [];
  const uid = keeps(now.uids, then.uids);
  if (uid !== undefined)
    found.push(`ends with the uid that the container starts with, the reference trial's with ${uid}`);
  const gid = keeps(now.gids, then.gids);
  if (gid !== undefined)
    found.push(`ends with the gid that the container starts with, the reference trial's with ${gid}`);
  if (then.ownGroups && !now.ownGroups)
    found.push("keeps the groups that the container starts with, the reference trial's sets its own");
  if (then.jailed && !now.jailed) found.push("keeps the root directory /, the reference trial's has its own");
  if ((then.securebits & ~now.securebits) !== 0)
    found.push(`has the securebits ${now.securebits}, the reference trial's has ${then.securebits}`);
  return found;
}

/** The id that it had in the original, where it now keeps root's or what the container was started with in one of the three. */
function keeps(now: readonly Id[], then: readonly Id[]): number | undefined {
  for (const [at, id] of now.entries()) {
    const was = then[at];
    if ((id === null || id === 0) && was !== null && was !== undefined && was !== 0) return was;
  }
  return undefined;
}

const base = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
/** What the engine puts in front of a container that asks for an init process is no one's parent. */
const ownInit = /(?:^|\/)(?:docker-init|podman-init)$|^\/dev\/init$/u;

function kindOf({ program, parents }: TracedProcess): string {
  return [program, ...parents.filter((parent) => !ownInit.test(parent))].join("\n");
}

function nameOf({ program, parents }: TracedProcess): string {
  const [parent] = parents.filter((one) => !ownInit.test(one));
  if (parent === undefined) return base(program);
  return parent === program ? `a child of ${base(program)}` : `${base(program)} below ${base(parent)}`;
}
