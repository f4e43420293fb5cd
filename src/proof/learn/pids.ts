import type { Restrictions } from "../../domain/profile.ts";
import type { Lab } from "../lab.ts";
import { proof, told, type Lesson } from "./lesson.ts";

const doublings = 3;
/** Where nothing tells how many tasks there were. */
const unknownPeak = 64;

/**
 * ceil(1.5 x peak) + 4 tasks. The peak of tasks that the kernel's trace shows is the container's own; the cgroup's counts
 * the runtime's threads too.
 */
export async function learnPids(
  lab: Lab,
  current: Restrictions,
  tracedPeak: number | undefined,
): Promise<Lesson & { readonly pids: number }> {
  const counted = lab.baseline.trials.map(({ usage }) => usage.pidsPeak ?? 0);
  const cgroupPeak = Math.max(...counted) || undefined;
  const peak = tracedPeak ?? cgroupPeak ?? unknownPeak;
  const source = tracedPeak !== undefined ? "traced" : cgroupPeak !== undefined ? "counted by the cgroup" : "assumed";
  let pids = Math.ceil(1.5 * peak) + 4;
  let answer = await lab.ask(`at most ${pids} tasks`, { ...current, pids });
  const because = [`peak of ${peak} tasks (${source}); limit 1.5 times and 4 more`, told(answer, `with ${pids}`)];
  for (let at = 0; at < doublings && !answer.passes; at++) {
    pids *= 2;
    answer = await lab.ask(`at most ${pids} tasks`, { ...current, pids });
    because.push(told(answer, `with ${pids}`));
  }
  return {
    pids,
    restrictions: { pids },
    witnesses: [],
    proofs: [proof(`needs at most ${pids} tasks`, answer, `peak ${peak}, ${source}`)],
    because: { pids: because },
  };
}
