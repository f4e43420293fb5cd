import type { Restrictions } from "../../../domain/restrictions.ts";
import type { Lab } from "../../lab/lab.ts";
import type { CpuUse } from "../../observe/busiest-cpu.ts";
import { inWords, keepsPace, measureLatency, toleratedFactor, type Latency } from "../latency.ts";
import { type Lesson } from "../lesson.ts";
import { proof, told } from "../../lab/answer-words.ts";

const least = 0.25;
const doublings = 3;
const whyNoShares =
  "no --cpu-shares: a weight limits nothing while the machine is idle, and starves the container beside a busy neighbour";

/**
 * Begins with twice the share of one CPU that the workload used in its busiest tenth of a second (the period of the kernel's
 * quota), at least 0.25, rounded up to 0.05, and doubles until the container behaves the same and its 95th percentile stays
 * within 1.5 times (or 5 ms) of what it is without a limit. A point that is too slow is measured twice. `use` is undefined
 * where the host does not tell: then one CPU is tried.
 */
export async function learnCpus(
  lab: Lab,
  current: Restrictions,
  use: CpuUse | undefined,
): Promise<Lesson & { readonly cpus: number }> {
  const most = lab.run.engine.info.cpus;
  const wanted = use === undefined ? 1 : Math.max(least, 2 * use.busiestShare);
  const measured =
    use === undefined
      ? "its use could not be measured"
      : `${seconds(use.startSeconds)} of CPU until ready, ${seconds(use.workSeconds)} for the steps; busiest tenth of a second used ${use.busiestShare.toFixed(2)} CPUs; limit twice that, at least ${least}`;
  const because = [measured];
  const free = await measureLatency(lab, "how fast it answers without a CPU limit", current);
  if (free !== undefined) because.push(`${inWords(free)} without a limit`);

  let cpus = Math.min(most, roundUp(wanted));
  for (let at = 0; ; at++) {
    const limited = { ...current, cpus };
    const answer = await lab.ask(`at most ${cpus} CPUs`, limited);
    because.push(told(answer, `with ${cpus}`));
    const pace = answer.passes && free !== undefined ? await paceUnder(lab, limited, free, because) : true;
    if ((answer.passes && pace) || at === doublings || cpus >= most) {
      because.push(whyNoShares);
      const kept = free === undefined ? "" : `; p95 within ${toleratedFactor} times of that without a limit, or 5 ms`;
      return {
        cpus,
        restrictions: { cpus },
        witnesses: [],
        proofs: [proof(`runs with ${cpus} CPUs${pace ? "" : ", slower"}`, answer, `${measured}${pace ? kept : ""}`)],
        because: { cpus: because },
      };
    }
    cpus = Math.min(most, roundUp(cpus * 2));
  }
}

async function paceUnder(lab: Lab, limited: Restrictions, free: Latency, because: string[]): Promise<boolean> {
  for (const again of ["", ", again"]) {
    const latency = await measureLatency(lab, `how fast it answers with ${limited.cpus} CPUs${again}`, limited);
    if (latency === undefined) return true;
    because.push(`${inWords(latency)} with ${limited.cpus}`);
    if (keepsPace(latency, free)) return true;
  }
  return false;
}

/** To a multiple of 0.05, free of the noise of binary fractions. */
export function roundUp(cpus: number): number {
  return Math.ceil(Math.round(cpus * 2000) / 100) / 20;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
