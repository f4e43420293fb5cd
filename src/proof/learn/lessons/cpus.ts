import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import type { ExperimentResult } from "../../experiment/experiment-result.ts";
import type { CpuUse } from "../../observe/busiest-cpu.ts";
import { inWords, keepsPace, leastRepeats, measureLatency, toleratedFactor, type Latency } from "../latency.ts";
import { findPriorFailure, lesson, type Lesson } from "../lesson.ts";
import { measureMany, type ManyClients } from "../many-clients.ts";
import { proof, describeResult } from "../../experiment/describe-result.ts";
import { ifEnforced } from "./unenforced.ts";

const minCpus = 0.25;
const doublings = 3;
/** Margin above the usage of the maximum number of clients: periods of the quota do not start with ours. */
const manyShare = 1.25;
/** Share of the load's time that may be spent waiting for the quota without slowing anything down. */
const leastThrottled = 0.02;
const whyNoShares =
  "no --cpu-shares: a weight limits nothing while the machine is idle, and starves the container beside a busy neighbour";

export const cpus = lesson(["runner", "cpu", "manyClients"], ({ runner, cpu, manyClients }, current) => {
  const { info } = runner.session.engine;
  const machineLimit = { field: "cpus", value: info.cpus, words: `${info.cpus} CPUs` } as const;
  return ifEnforced(info, "CPU quota", machineLimit, async () =>
    learnCpus(runner, current, cpu, await manyClients(current)),
  );
});

/**
 * The first limit to try; undefined if five times the clients need more than the machine has. One CPU if the host does
 * not report `use`.
 */
export function cpusFor(runner: ExperimentRunner, use: CpuUse | undefined, many?: ManyClients): number | undefined {
  const maxCpus = runner.session.engine.info.cpus;
  const forMany = manyShare * (many?.cpuShare ?? 0);
  if (roundUp(forMany) > maxCpus) return undefined;
  const observedNeed = use === undefined ? 1 : Math.max(minCpus, 2 * use.busiestShare);
  return Math.min(maxCpus, roundUp(Math.max(observedNeed, forMany)));
}

/**
 * Starts with twice the share of one CPU that the workload used in its busiest tenth of a second (the period of the
 * kernel's quota), at least 0.25, and 1.25 times the use of five times the load's clients, rounded up to 0.05. Doubles
 * until the container behaves the same and the 95th percentile of so many clients (of one without a load) stays within
 * 1.5 times (or 5 ms) of the value without a limit. A slow value is measured twice, and counts only if it waited for
 * the quota. No limit is set if it would exceed the CPUs of the machine. Runs under load, like the question that
 * combines it with the memory limit, whose result is then known.
 */
export async function learnCpus(
  runner: ExperimentRunner,
  current: Restrictions,
  use: CpuUse | undefined,
  many?: ManyClients,
): Promise<Lesson & { readonly cpus?: number }> {
  const maxCpus = runner.session.engine.info.cpus;
  const clients = many?.clients ?? 1;
  const free =
    many === undefined ? await measureLatency(runner, howFast("without a CPU limit"), current) : latencyOf(many);
  const tried: Tried[] = [];
  const words = () => cpuWords({ use, many, clients, free, tried });
  let cpus = cpusFor(runner, use, many);
  while (cpus !== undefined) {
    const limited = { ...current, cpus };
    const result = await runner.underLoad.run(`at most ${cpus} CPUs`, limited);
    const priorFailure = result.passes ? undefined : await findPriorFailure(runner, current);
    const pace =
      result.passes && free !== undefined
        ? await paceUnder(runner, limited, { free, many })
        : { kept: true, measured: [] };
    tried.push({ cpus, answer: result, measured: pace.measured });
    const holds = result.passes && pace.kept;
    if (holds || priorFailure !== undefined || tried.length > doublings) {
      const detail = `${useInWords(use, many)}${pace.kept && free !== undefined ? keptPace(clients) : ""}`;
      return {
        cpus,
        restrictions: { cpus },
        witnesses: [],
        proofs: [proof(`runs with ${cpus} CPUs${pace.kept ? "" : ", slower"}`, result, detail)],
        because: { cpus: words() },
        ...(priorFailure && { priorFailure: priorFailure }),
      };
    }
    cpus = cpus >= maxCpus ? undefined : Math.min(maxCpus, roundUp(cpus * 2));
  }
  const reason = `no limit: ${clients} clients need more than the ${maxCpus} CPUs of this machine leave them`;
  return { restrictions: {}, witnesses: [], proofs: [], because: { cpus: [...words(), reason] } };
}

/** A limit, and the latency under it. */
interface Tried {
  readonly cpus: number;
  readonly answer: ExperimentResult;
  readonly measured: readonly Latency[];
}

const keptPace = (clients: number): string =>
  `; p95 of ${countClients(clients)} within ${toleratedFactor} times of that without a limit, or 5 ms`;

/**
 * Whether it is as fast as `free`, the value without a limit; a slow value is measured twice, and must have waited for
 * its quota if the kernel reports that.
 */
async function paceUnder(
  runner: ExperimentRunner,
  limited: Restrictions & { readonly cpus: number },
  { free, many }: { readonly free: Latency; readonly many: ManyClients | undefined },
): Promise<{ readonly kept: boolean; readonly measured: readonly Latency[] }> {
  const measured: Latency[] = [];
  for (const repetition of ["", ", again"]) {
    const title = howFast(`with ${limited.cpus} CPUs${repetition}`);
    const latency = await (many === undefined
      ? measureLatency(runner, title, limited)
      : latencyOfMany(runner, title, limited));
    if (latency === undefined) return { kept: true, measured };
    measured.push(latency);
    if (keepsPace(latency, free) || !isThrottled(latency)) return { kept: true, measured };
  }
  return { kept: false, measured };
}

const howFast = (how: string): string => `how fast it answers ${how}`;

function isThrottled({ trial: { usage, lives } }: Latency): boolean {
  const { throttledSeconds } = usage;
  const ms = lives[0]?.load?.ms ?? lives[0]?.steps.at(-1)?.ms ?? 0;
  return throttledSeconds === undefined || throttledSeconds > (leastThrottled * ms) / 1000;
}

async function latencyOfMany(
  runner: ExperimentRunner,
  title: string,
  restrictions: Restrictions,
): Promise<Latency | undefined> {
  const many = await measureMany(runner, title, restrictions);
  return many && latencyOf(many);
}

/** Undefined if the trial ended too early. */
function latencyOf({ trial }: ManyClients): Latency | undefined {
  const repeats = trial.lives[0]?.load?.repeats;
  return repeats === undefined || repeats.count < leastRepeats ? undefined : { trial, repeats };
}

/** `because` of a limit of CPUs, in the order in which it was found. */
function cpuWords(of: {
  readonly use: CpuUse | undefined;
  readonly many: ManyClients | undefined;
  readonly clients: number;
  readonly free: Latency | undefined;
  readonly tried: readonly Tried[];
}): string[] {
  const { use, many, clients, free, tried } = of;
  return [
    useInWords(use, many),
    ...(free === undefined ? [] : [`${countClients(clients)}: ${inWords(free)} without a limit`]),
    ...tried.flatMap(({ cpus, answer: result, measured }) => [
      describeResult(result, `with ${cpus}`),
      ...measured.map((latency) => `${inWords(latency)} with ${cpus}`),
    ]),
    whyNoShares,
  ];
}

function useInWords(use: CpuUse | undefined, many: ManyClients | undefined): string {
  const ofMany =
    many?.cpuShare === undefined
      ? ""
      : `; ${many.clients} clients used ${many.cpuShare.toFixed(2)} CPUs or less in nine tenths of the time (${many.trial.id}); limit at least ${manyShare} times that`;
  return use === undefined
    ? `its use could not be measured${ofMany}`
    : `${seconds(use.startSeconds)} of CPU until ready, ${seconds(use.workSeconds)} for the steps; busiest tenth of a second used ${use.busiestShare.toFixed(2)} CPUs; limit twice that, at least ${minCpus}${ofMany}`;
}

const countClients = (clients: number): string => (clients === 1 ? "one client" : `${clients} clients`);

/** Rounded up to a multiple of 0.05, without errors of binary fractions. */
export function roundUp(cpus: number): number {
  return Math.ceil(Math.round(cpus * 2000) / 100) / 20;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
