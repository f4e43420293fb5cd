import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Trial } from "../../../domain/workload/trial.ts";
import { cpusFor } from "./cpus.ts";
import type { Lab } from "../../lab/lab.ts";
import { findPriorFailure, lesson, type Lesson } from "../lesson.ts";
import { clientsTimes, type ManyClients } from "../many-clients.ts";
import { proof, describeResult } from "../../lab/answer-words.ts";
import { ifEnforced } from "./unenforced.ts";

const doublings = 3;
/** Room for the runtime's threads, a health check and a shell in any container. */
const leastTasks = 64;
/** A server with a process for each client has five times as many at five times the load, and most programs do not survive a fork that is refused. */
const ownShare = 6;
/**
 * The cgroup's peak includes the runtime's threads, which really existed: with twice as many clients that start
 * commands in the container, on a machine so slow that they all overlap, there are twice as many.
 */
const countedShare = 2.5;
/** Of as many clients as there is room for, where they were there. */
const manyShare = 1.25;

/**
 * At least 64 tasks, at least 6 times the peak of the container's tasks in the single steps and the load, at least 2.5
 * times the cgroup's peak, and 1.25 times that of five times as many clients. The kernel's trace shows the container's
 * tasks; without a trace, the cgroup's peak replaces it.
 */
export function tasksFor(lab: Lab, tracedPeak: number | undefined, many?: ManyClients) {
  const cgroupPeak = countedPeak([...lab.reference.trials, ...lab.underLoad.reference.trials]);
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

export const pids = lesson(["lab", "capabilities", "cpu", "manyClients"], async (of, current) => {
  const {
    lab,
    capabilities: { tasksPeak },
    cpu,
    manyClients,
  } = of;
  const { engine, safety } = lab.session;
  const machineLimit = { field: "pids", value: safety.tasks, words: `${safety.tasks} tasks` } as const;
  return ifEnforced(engine.info, "tasks", machineLimit, async () => {
    const many = await manyClients(current);
    return learnPids(lab, current, tasksFor(lab, tasksPeak, many), cpusFor(lab, cpu, many));
  });
});

/** Passes under load with that limit, together with that of the `cpus` or without it, or with twice as many tasks, up to three times. */
export async function learnPids(
  lab: Lab,
  current: Restrictions,
  { own, counted, source, ofMany, pids: first }: ReturnType<typeof tasksFor>,
  cpus: number | undefined,
): Promise<Lesson & { readonly pids: number }> {
  let pids = first;
  const ask = () => lab.underLoad.ask(`at most ${pids} tasks`, { ...current, pids });
  let answer =
    cpus === undefined
      ? await ask()
      : await lab.underLoad.ask(`at most ${pids} tasks and ${cpus} CPUs`, { ...current, pids, cpus });
  // What breaks without the limit as well needs no more tasks.
  const priorFailure = answer.passes ? undefined : await findPriorFailure(lab, current);
  if (!answer.passes && priorFailure === undefined) answer = await ask();
  const tried = [{ pids, answer }];
  while (tried.length <= doublings && !answer.passes && priorFailure === undefined) {
    pids *= 2;
    answer = await ask();
    tried.push({ pids, answer });
  }
  const because = [
    `peak of ${own} tasks (${source}), ${counted ?? "an unknown number"} with the runtime's threads; limit ${ownShare} times the first, ${countedShare} times the second, ${ofMany === 0 ? "" : `${manyShare} times the ${ofMany} of ${clientsTimes} times as many clients, `}at least ${leastTasks}`,
    ...tried.map((one) => describeResult(one.answer, `with ${one.pids}`)),
  ];
  return {
    pids,
    restrictions: { pids },
    witnesses: [],
    proofs: [proof(`needs at most ${pids} tasks`, answer, `peak ${own}, ${source}`)],
    because: { pids: because },
    ...(priorFailure && { priorFailure: priorFailure }),
  };
}

function countedPeak(trials: readonly Trial[]): number | undefined {
  return Math.max(0, ...trials.map(({ usage }) => usage.pidsPeak ?? 0)) || undefined;
}
