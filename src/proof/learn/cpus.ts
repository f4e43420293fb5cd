import type { Restrictions } from "../../domain/profile.ts";
import type { Lab } from "../lab.ts";
import { proof, told, type Lesson } from "./lesson.ts";

const least = 0.25;
const doublings = 3;

/**
 * Twice the share of one CPU that the workload used in its busiest tenth of a second (the period of the kernel's quota), at
 * least 0.25, rounded up to 0.05. `busiestShare` is undefined where the host does not tell: then one CPU is tried.
 */
export async function learnCpus(
  lab: Lab,
  current: Restrictions,
  busiestShare: number | undefined,
): Promise<Lesson & { readonly cpus: number }> {
  const most = lab.run.engine.info.cpus;
  const wanted = busiestShare === undefined ? 1 : Math.max(least, 2 * busiestShare);
  let cpus = Math.min(most, roundUp(wanted));
  const ask = () => lab.ask(`at most ${cpus} CPUs`, { ...current, cpus });
  let answer = await ask();
  const measured =
    busiestShare === undefined
      ? "its use could not be measured"
      : `busiest tenth of a second used ${busiestShare.toFixed(2)} CPUs; limit twice that, at least ${least}`;
  const because = [measured, told(answer, `with ${cpus}`)];
  for (let at = 0; at < doublings && !answer.passes && cpus < most; at++) {
    cpus = Math.min(most, cpus * 2);
    answer = await ask();
    because.push(told(answer, `with ${cpus}`));
  }
  return {
    cpus,
    restrictions: { cpus },
    witnesses: [],
    proofs: [proof(`runs with ${cpus} CPUs`, answer, measured)],
    because: { cpus: because },
  };
}

/** To a multiple of 0.05, free of the noise of binary fractions. */
export function roundUp(cpus: number): number {
  return Math.ceil(Math.round(cpus * 2000) / 100) / 20;
}
