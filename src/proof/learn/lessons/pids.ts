import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Trial } from "../../../domain/workload/trial.ts";
import { cpusFor } from "./cpus.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import { findPriorFailure, lesson, type Lesson } from "../lesson.ts";
import { clientsTimes, type ManyClients } from "../many-clients.ts";
import { proof, describeResult } from "../../experiment/describe-result.ts";
import { ifEnforced } from "./unenforced.ts";

const doublings = 3;
/** Room for the runtime's threads, a health check and a shell in any container. */
const leastTasks = 64;
/**
 * A server with a process per client has five times as many at five times the load, and most programs do not survive a
 * refused fork.
 */
const ownShare = 6;
/**
 * The cgroup's peak includes the runtime's threads, which really existed: with twice as many clients that start
 * commands in the container, on a machine so slow that they all overlap, there are twice as many.
 */
const countedShare = 2.5;
/** Margin above the measured usage of the maximum number of clients. */
const manyShare = 1.25;

/**
 * At least 64 tasks, at least 6 times the peak of the container's tasks in the single steps and the load, at least 2.5
 * times the cgroup's peak, and 1.25 times that of five times as many clients. The kernel's trace shows the container's
 * tasks; without a trace, the cgroup's peak replaces it.
 */
export function tasksFor(runner: ExperimentRunner, tracedPeak: number | undefined, many?: ManyClients) {
  const cgroupPeak = countedPeak([...runner.reference.trials, ...runner.underLoad.reference.trials]);
  const taskPeak = tracedPeak ?? cgroupPeak ?? 0;
  const source = tracedPeak !== undefined ? "traced" : cgroupPeak !== undefined ? "counted by the cgroup" : "unknown";
  const ofMany = many?.trial.usage.pidsPeak ?? 0;
  const counts = [countedShare * (cgroupPeak ?? 0), manyShare * ofMany].map(Math.ceil);
  return {
    own: taskPeak,
    counted: cgroupPeak,
    source,
    ofMany,
    pids: Math.max(leastTasks, ownShare * taskPeak, ...counts),
  };
}

export const pids = lesson(["runner", "capabilities", "cpu", "manyClients"], async (of, current) => {
  const {
    runner,
    capabilities: { tasksPeak },
    cpu,
    manyClients,
  } = of;
  const { engine, safety } = runner.session;
  const machineLimit = { field: "pids", value: safety.tasks, words: `${safety.tasks} tasks` } as const;
  return ifEnforced(engine.info, "tasks", machineLimit, async () => {
    const many = await manyClients(current);
    return learnPids(runner, current, tasksFor(runner, tasksPeak, many), cpusFor(runner, cpu, many));
  });
});

/** Passes under load with that limit, together with that of the `cpus` or without it, or with twice as many tasks, up to three times. */
export async function learnPids(
  runner: ExperimentRunner,
  current: Restrictions,
  { own, counted, source, ofMany, pids: first }: ReturnType<typeof tasksFor>,
  cpus: number | undefined,
): Promise<Lesson & { readonly pids: number }> {
  let pids = first;
  const ask = () => runner.underLoad.run(`at most ${pids} tasks`, { ...current, pids });
  let result =
    cpus === undefined
      ? await ask()
      : await runner.underLoad.run(`at most ${pids} tasks and ${cpus} CPUs`, { ...current, pids, cpus });
  // A container that also breaks without the limit needs no more tasks.
  const priorFailure = result.passes ? undefined : await findPriorFailure(runner, current);
  if (!result.passes && priorFailure === undefined) result = await ask();
  const tried = [{ pids, answer: result }];
  while (tried.length <= doublings && !result.passes && priorFailure === undefined) {
    pids *= 2;
    result = await ask();
    tried.push({ pids, answer: result });
  }
  const because = [
    `peak of ${own} tasks (${source}), ${counted ?? "an unknown number"} with the runtime's threads; limit ${ownShare} times the first, ${countedShare} times the second, ${ofMany === 0 ? "" : `${manyShare} times the ${ofMany} of ${clientsTimes} times as many clients, `}at least ${leastTasks}`,
    ...tried.map((one) => describeResult(one.answer, `with ${one.pids}`)),
  ];
  return {
    pids,
    restrictions: { pids },
    witnesses: [],
    proofs: [proof(`needs at most ${pids} tasks`, result, `peak ${own}, ${source}`)],
    because: { pids: because },
    ...(priorFailure && { priorFailure: priorFailure }),
  };
}

function countedPeak(trials: readonly Trial[]): number | undefined {
  return Math.max(0, ...trials.map(({ usage }) => usage.pidsPeak ?? 0)) || undefined;
}
