import type { RanOut } from "../../domain/workload/ran-out.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { ExhaustionCounters } from "../../domain/workload/ran-out.ts";
import { byKey } from "../../text/by-key.ts";

/**
 * Counters of a container start at zero; those of its parents include other containers, so only the increase counts.
 */
export function countedRanOut(before: ExhaustionCounters, after: ExhaustionCounters): RanOut[] {
  const above = (after.refusedForksAbove ?? 0) - (before.refusedForksAbove ?? after.refusedForksAbove ?? 0);
  const countedEntry = (resource: RanOut["what"], times: number | undefined, location?: string): RanOut[] =>
    times === undefined || times <= 0
      ? []
      : [{ what: resource, times, how: "counted", ...(location !== undefined && { where: location }) }];
  return [
    ...countedEntry("memory", after.oomKills),
    ...countedEntry("tasks", after.refusedForks),
    ...countedEntry("tasks", above, "a limit above the container"),
  ];
}

/**
 * One entry for each exhausted resource, over all lives. The kernel's counters and the trace show the same event: the
 * larger number counts, with the programs of the trace. In order of resource and location.
 */
export function merged(exhaustions: readonly RanOut[]): RanOut[] {
  const sums = new Map<string, RanOut>();
  for (const exhaustion of exhaustions) {
    const key = JSON.stringify([keyOf(exhaustion), exhaustion.how]);
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? exhaustion : { ...joined(sum, exhaustion), times: sum.times + exhaustion.times });
  }
  const entries = new Map<string, RanOut>();
  for (const exhaustion of sums.values()) {
    const knownEntry = entries.get(keyOf(exhaustion));
    const countedOne = [exhaustion, knownEntry].find((each) => each?.how === "counted") ?? exhaustion;
    entries.set(
      keyOf(exhaustion),
      knownEntry === undefined
        ? exhaustion
        : {
            ...joined(knownEntry, exhaustion),
            times: Math.max(knownEntry.times, exhaustion.times),
            how: countedOne.how,
          },
    );
  }
  return [...entries.entries()].toSorted(byKey).map(([, one]) => one);
}

function joined(a: RanOut, b: RanOut): RanOut {
  const union = (one: readonly string[] = [], two: readonly string[] = []) => [...new Set([...one, ...two])].toSorted();
  const [calls, programs] = [union(a.calls, b.calls), union(a.programs, b.programs)];
  return { ...a, ...(calls.length > 0 && { calls }), ...(programs.length > 0 && { programs }) };
}

/** Key of an entry across trials. */
export function keyOf({ what, where }: RanOut): string {
  return where === undefined ? what : `${what} ${where}`;
}

/** Resources that ran out in either of them, which is not a break. */
export function ranOutIn(trials: readonly Trial[]): ReadonlySet<string> {
  return new Set(trials.flatMap(({ ranOut = [] }) => ranOut.map(keyOf)));
}

/** Problems for resources that ran out in `trial` and not in the original. */
export function beyondOriginal(original: ReadonlySet<string>, { ranOut = [] }: Trial): string[] {
  const fresh = ranOut.filter((one) => !original.has(keyOf(one)));
  // A full file system explains the refused calls, and is reported instead.
  const hasFullStore = fresh.some(({ what, where }) => (what === "space" || what === "files") && where !== undefined);
  const order = (one: RanOut) => (one.where !== undefined && hasFullStore ? 0 : 1);
  return fresh.toSorted((a, b) => order(a) - order(b)).map(ranOutText);
}

/** A broken trial, with its exhausted resources before their effects, and with its waiting time. */
export function withCauses(original: ReadonlySet<string>, trial: Trial): Trial {
  const { throttledPeriods = 0, throttledSeconds = 0 } = trial.usage;
  const killed = trial.problems.some((problem) => problem.includes("killed for lack of memory"));
  const causes = beyondOriginal(original, trial).filter(
    (text) => !(killed && text.includes("killed for lack of memory")),
  );
  const waited =
    trial.restrictions.cpus !== undefined && throttledPeriods > 0
      ? [`it waited for CPU time in ${throttledPeriods} periods, ${Math.round(throttledSeconds * 10) / 10} s in all`]
      : [];
  return { ...trial, problems: [...causes, ...trial.problems, ...waited] };
}

/** `a process was killed for lack of memory (counted)` */
function ranOutText({ what, where, times, how, calls = [], programs = [] }: RanOut): string {
  const by = programs.length === 0 ? "" : ` of ${list(programs)}`;
  const call = calls.length === 0 ? "" : `${list(calls)}${by} failed ${often(times)}: `;
  const methodText = ` (${how})`;
  switch (what) {
    case "memory":
      return `${times === 1 ? "a process was" : `${times} processes were`} killed for lack of memory${programs.length === 0 ? "" : `, started by ${list(programs)}`}${methodText}`;
    case "tasks":
      return `${times === 1 ? "a new task was" : `${times} new tasks were`} refused: cannot fork${by}${where === undefined ? "" : `, by ${where}`}${methodText}`;
    case "space":
      return where === undefined
        ? `${call}no space left on a file system${methodText}`
        : `${fileSystem(where)} was full: no space left${methodText}`;
    case "files":
      return `${fileSystem(where ?? "/")} had no inodes left: no more files${methodText}`;
    case "quota":
      return `${call}disk quota exceeded${methodText}`;
    case "refused memory":
      return `${call}cannot allocate memory${methodText}`;
    case "watches":
      return `${call}no watches left (fs.inotify.max_user_watches)${methodText}`;
    case "ipc":
      return `${call}no System V or POSIX IPC objects left${methodText}`;
  }
}

const fileSystem = (path: string): string => (path === "/" ? "the disk of the engine" : `tmpfs ${path}`);
const often = (times: number): string => (times === 1 ? "once" : `${times} times`);
function list(names: readonly string[]): string {
  return names.length <= 4 ? names.join(", ") : `${names.slice(0, 4).join(", ")} and ${names.length - 4} more`;
}
