import type { Witness } from "../../../domain/profile/witness.ts";
import { describeResult, witness } from "../../experiment/describe-result.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import type { ExperimentResult } from "../../experiment/experiment-result.ts";
import { clientsTimes, heldBy, type ManyClients } from "../many-clients.ts";
import { leastLimitBytes } from "../../restrictions/least-limit.ts";
import { mib } from "../../restrictions/mib.ts";

/** A limit that was tried. */
export interface Probe {
  readonly bytes: number;
  readonly answer: ExperimentResult;
}

/** The derivation of a memory limit; sizes in bytes. */
export interface MemorySearch {
  readonly runner: Pick<ExperimentRunner, "session" | "reference" | "underLoad">;
  /** The page cache filled the safety limit. */
  readonly full: boolean;
  readonly peak: number;
  /** The peak without page cache. */
  readonly own: number;
  readonly probes: readonly Probe[];
  /** Not reclaimed under load. */
  readonly held: number;
  /** Room for each tmpfs, as text. */
  readonly parts: readonly string[];
  /** Limits that were too nearly exhausted. */
  readonly tooNear: readonly Probe[];
  /** The need of five times as many clients: measured, or the larger of both if memory grows with clients. */
  readonly many: number;
  /** Extrapolated linearly from one client and those of the load. */
  readonly straight: number;
  readonly measured: ManyClients | undefined;
  /** The lowest limit that passed. */
  readonly high: number;
  readonly limited: Probe;
  /** The highest limit that broke. */
  readonly broke: Probe | undefined;
}

/** `because` of a limit of memory, in the order in which it was found. */
export function memoryWords(of: MemorySearch): string[] {
  const { runner, peak, own, held, parts, many, high, limited, broke } = of;
  const safety = runner.session.safety.memoryBytes;
  const trials = runner.reference.trials.map(({ id }) => id).join(", ");
  const heldIn = ({ answer: result }: Probe) => `${mib(heldBy(result.trials) ?? 0)} held`;
  return [
    ...(of.full
      ? [`the page cache filled hullproof's safety limit of ${mib(safety)}, so it is left out of the peak`]
      : []),
    peak > 0
      ? `peak ${mib(peak)} with page cache, ${mib(own)} without, the runtime's start left out, in ${trials}`
      : "no peak could be read",
    ...of.probes.map(probed),
    `${mib(held)} could not be reclaimed with ${inWords(runner)}`,
    ...manyWords(of),
    `room for tmpfs that are full: ${parts.join(", ")}`,
    ...of.tooNear.map((probe) => `${probed(probe)}; ${heldIn(probe)}: too near`),
    `${probed(limited)}, ${heldIn(limited)}`,
    `limit ${mib(limited.bytes)}: 1.5 times the largest of peak, held, least passing limit (${mib(high)}) and ${mib(many)} for ${clientsTimes} times as many clients, at least ${mib(leastLimitBytes)}, and room for full tmpfs; the page cache of the single steps counts, since without room for it the disk is read again and again`,
    "no swap: --memory-swap equals --memory, or a limit would only make it slow",
    broke === undefined
      ? `what happens with too little was not seen: it passes with the least that was tried, ${mib(high)}`
      : neverStarted(broke.answer)
        ? `with ${mib(broke.bytes)} the engine's runtime can't start it, which says nothing of the image: ${broke.answer.problem}`
        : `with too little (${mib(broke.bytes)}) ${fate(broke.answer)}`,
  ];
}

/**
 * The highest limit that broke, as the witness of the limit. A runtime without room for its own start proves nothing:
 * the image did not run, and may run with that limit under another runtime.
 */
export function memoryWitnesses(broke: Probe | undefined): Witness[] {
  if (broke === undefined || neverStarted(broke.answer)) return [];
  return [witness("memoryBytes", `more than ${mib(broke.bytes)}`, broke.answer)];
}

function neverStarted({ trials }: ExperimentResult): boolean {
  const broke = trials.filter(({ outcome }) => outcome === "breaks");
  return broke.length > 0 && broke.every(({ lives }) => lives[0]?.exitCode === undefined);
}

/** At two loads, to tell whether memory grows linearly with clients. */
function manyWords({ measured, straight }: MemorySearch): string[] {
  if (measured === undefined) return [];
  const { clients, trial } = measured;
  const unreclaimableBytes = heldBy([trial]);
  const line = `${mib(straight)} by a straight line`;
  if (unreclaimableBytes === undefined) return [`${clients} clients: ${line}; what they held can't be read here`];
  const broke = trial.outcome === "breaks" ? `, which it did not stand: ${trial.problems[0] ?? ""}` : "";
  return [`${clients} clients held ${mib(unreclaimableBytes)} in ${trial.id}${broke}; ${line}`];
}

function probed({ bytes, answer: result }: Probe): string {
  return describeResult(result, `with ${mib(bytes)}`);
}

function inWords({ underLoad: { workload } }: Pick<ExperimentRunner, "underLoad">): string {
  const { load } = workload;
  return load === undefined
    ? "one client"
    : `${load.clients} clients at once, an exec and the health check beside them`;
}

/** How the container ends if memory does not suffice. */
function fate({ trials, problem }: ExperimentResult): string {
  const killed = trials.some(({ lives }) => lives.some(({ oomKilled }) => oomKilled));
  return killed ? `the kernel kills a process of it: ${problem}` : `it breaks, and nothing of it is killed: ${problem}`;
}
