import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Answer } from "../../lab/answer.ts";
import type { CpuUse } from "../../observe/busiest-cpu.ts";
import { inWords, keepsPace, measureLatency, toleratedFactor, type Latency } from "../latency.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { proof, told } from "../../lab/answer-words.ts";
import { ifEnforced } from "./unenforced.ts";

const least = 0.25;
const doublings = 3;
const whyNoShares =
  "no --cpu-shares: a weight limits nothing while the machine is idle, and starves the container beside a busy neighbour";

export const cpus = lesson(["lab", "cpu"], ({ lab, cpu }, current) => {
  const { info } = lab.run.engine;
  const most = { field: "cpus", value: info.cpus, words: `${info.cpus} CPUs` } as const;
  return ifEnforced(info, "CPU quota", most, () => learnCpus(lab, current, cpu));
});

/** The first limit that is tried. `use` is undefined where the host does not tell: then one CPU. */
export function cpusFor(lab: Lab, use: CpuUse | undefined): number {
  const wanted = use === undefined ? 1 : Math.max(least, 2 * use.busiestShare);
  return Math.min(lab.run.engine.info.cpus, roundUp(wanted));
}

/**
 * Begins with twice the share of one CPU that the workload used in its busiest tenth of a second (the period of the kernel's
 * quota), at least 0.25, rounded up to 0.05, and doubles until the container behaves the same and its 95th percentile stays
 * within 1.5 times (or 5 ms) of what it is without a limit. A point that is too slow is measured twice. Under load, as it was asked
 * together with the limit of memory: then the answer is known.
 */
export async function learnCpus(
  lab: Lab,
  current: Restrictions,
  use: CpuUse | undefined,
): Promise<Lesson & { readonly cpus: number }> {
  const most = lab.run.engine.info.cpus;
  const free = await measureLatency(lab, "how fast it answers without a CPU limit", current);
  const tried: Tried[] = [];
  let cpus = cpusFor(lab, use);
  for (;;) {
    const limited = { ...current, cpus };
    const answer = await lab.underLoad.ask(`at most ${cpus} CPUs`, limited);
    const pace =
      answer.passes && free !== undefined
        ? await paceUnder(lab, { ...limited, cpus }, free)
        : { kept: true, measured: [] };
    tried.push({ cpus, answer, measured: pace.measured });
    if ((answer.passes && pace.kept) || tried.length > doublings || cpus >= most) {
      const detail = `${useInWords(use)}${pace.kept && free !== undefined ? keptPace : ""}`;
      return {
        cpus,
        restrictions: { cpus },
        witnesses: [],
        proofs: [proof(`runs with ${cpus} CPUs${pace.kept ? "" : ", slower"}`, answer, detail)],
        because: { cpus: cpuWords(use, free, tried) },
      };
    }
    cpus = Math.min(most, roundUp(cpus * 2));
  }
}

/** A limit, and how fast it answered under it. */
interface Tried {
  readonly cpus: number;
  readonly answer: Answer;
  readonly measured: readonly Latency[];
}

const keptPace = `; p95 within ${toleratedFactor} times of that without a limit, or 5 ms`;

/** Whether it is as quick as without a limit, `free`; what is too slow is measured twice. */
async function paceUnder(
  lab: Lab,
  limited: Restrictions & { readonly cpus: number },
  free: Latency,
): Promise<{ readonly kept: boolean; readonly measured: readonly Latency[] }> {
  const measured: Latency[] = [];
  for (const again of ["", ", again"]) {
    const latency = await measureLatency(lab, `how fast it answers with ${limited.cpus} CPUs${again}`, limited);
    if (latency === undefined) return { kept: true, measured };
    measured.push(latency);
    if (keepsPace(latency, free)) return { kept: true, measured };
  }
  return { kept: false, measured };
}

/** `because` of a limit of CPUs, in the order in which it was found. */
function cpuWords(use: CpuUse | undefined, free: Latency | undefined, tried: readonly Tried[]): string[] {
  return [
    useInWords(use),
    ...(free === undefined ? [] : [`${inWords(free)} without a limit`]),
    ...tried.flatMap(({ cpus, answer, measured }) => [
      told(answer, `with ${cpus}`),
      ...measured.map((latency) => `${inWords(latency)} with ${cpus}`),
    ]),
    whyNoShares,
  ];
}

function useInWords(use: CpuUse | undefined): string {
  return use === undefined
    ? "its use could not be measured"
    : `${seconds(use.startSeconds)} of CPU until ready, ${seconds(use.workSeconds)} for the steps; busiest tenth of a second used ${use.busiestShare.toFixed(2)} CPUs; limit twice that, at least ${least}`;
}

/** To a multiple of 0.05, free of the noise of binary fractions. */
export function roundUp(cpus: number): number {
  return Math.ceil(Math.round(cpus * 2000) / 100) / 20;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
