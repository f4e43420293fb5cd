import type { RanOut } from "../../domain/workload/ran-out.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { ExhaustionCounters } from "../../domain/workload/ran-out.ts";
import { byKey } from "../../text/by-key.ts";

/** Counters of a container begin at zero; those above it are everybody's, so only what was added counts. */
export function countedRanOut(before: ExhaustionCounters, after: ExhaustionCounters): RanOut[] {
  const above = (after.refusedForksAbove ?? 0) - (before.refusedForksAbove ?? after.refusedForksAbove ?? 0);
  const counted = (what: RanOut["what"], times: number | undefined, where?: string): RanOut[] =>
    times === undefined || times <= 0 ? [] : [{ what, times, how: "counted", ...(where !== undefined && { where }) }];
  return [
    ...counted("memory", after.oomKills),
    ...counted("tasks", after.refusedForks),
    ...counted("tasks", above, "a limit above the container"),
  ];
}

/**
 * One entry for each thing that ran out, over all lives. What the kernel counted and what the trace shows of it is the same: the larger number holds, with
 * the programs of the trace. In order of what and where.
 */
export function merged(found: readonly RanOut[]): RanOut[] {
  const sums = new Map<string, RanOut>();
  for (const one of found) {
    const key = JSON.stringify([keyOf(one), one.how]);
    const known = sums.get(key);
    sums.set(key, known === undefined ? one : { ...joined(known, one), times: known.times + one.times });
  }
  const entries = new Map<string, RanOut>();
  for (const one of sums.values()) {
    const known = entries.get(keyOf(one));
    const counted = [one, known].find((each) => each?.how === "counted") ?? one;
    entries.set(
      keyOf(one),
      known === undefined ? one : { ...joined(known, one), times: Math.max(known.times, one.times), how: counted.how },
    );
  }
  return [...entries.entries()].toSorted(byKey).map(([, one]) => one);
}

function joined(a: RanOut, b: RanOut): RanOut {
  const union = (one: readonly string[] = [], two: readonly string[] = []) => [...new Set([...one, ...two])].toSorted();
  const [calls, programs] = [union(a.calls, b.calls), union(a.programs, b.programs)];
  return { ...a, ...(calls.length > 0 && { calls }), ...(programs.length > 0 && { programs }) };
}

/** By what an entry is known in another trial. */
export function keyOf({ what, where }: RanOut): string {
  return where === undefined ? what : `${what} ${where}`;
}

/** What ran out in either of them: it is no break. */
export function ranOutIn(trials: readonly Trial[]): ReadonlySet<string> {
  return new Set(trials.flatMap(({ ranOut = [] }) => ranOut.map(keyOf)));
}

/** As problems: what ran out in `trial` and not in the original. */
export function beyondOriginal(original: ReadonlySet<string>, { ranOut = [] }: Trial): string[] {
  const fresh = ranOut.filter((one) => !original.has(keyOf(one)));
  // A full file system explains the calls that were refused, and is the better name.
  const named = fresh.some(({ what, where }) => (what === "space" || what === "files") && where !== undefined);
  const order = (one: RanOut) => (one.where !== undefined && named ? 0 : 1);
  return fresh.toSorted((a, b) => order(a) - order(b)).map(ranOutText);
}

/** One that broke, with what ran out before what came of it, and with the time that it had to wait. */
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
export function ranOutText({ what, where, times, how, calls = [], programs = [] }: RanOut): string {
  const by = programs.length === 0 ? "" : ` of ${list(programs)}`;
  const call = calls.length === 0 ? "" : `${list(calls)}${by} failed ${often(times)}: `;
  const seen = ` (${how})`;
  switch (what) {
    case "memory":
      return `${times === 1 ? "a process was" : `${times} processes were`} killed for lack of memory${programs.length === 0 ? "" : `, started by ${list(programs)}`}${seen}`;
    case "tasks":
      return `${times === 1 ? "a new task was" : `${times} new tasks were`} refused: cannot fork${by}${where === undefined ? "" : `, by ${where}`}${seen}`;
    case "space":
      return where === undefined
        ? `${call}no space left on a file system${seen}`
        : `${fileSystem(where)} was full: no space left${seen}`;
    case "files":
      return `${fileSystem(where ?? "/")} had no inodes left: no more files${seen}`;
    case "quota":
      return `${call}disk quota exceeded${seen}`;
    case "refused memory":
      return `${call}cannot allocate memory${seen}`;
    case "watches":
      return `${call}no watches left (fs.inotify.max_user_watches)${seen}`;
    case "ipc":
      return `${call}no System V or POSIX IPC objects left${seen}`;
  }
}

const fileSystem = (path: string): string => (path === "/" ? "the disk of the engine" : `tmpfs ${path}`);
const often = (times: number): string => (times === 1 ? "once" : `${times} times`);
function list(names: readonly string[]): string {
  return names.length <= 4 ? names.join(", ") : `${names.slice(0, 4).join(", ")} and ${names.length - 4} more`;
}
