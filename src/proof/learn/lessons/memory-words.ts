import type { Trial } from "../../../domain/workload/trial.ts";
import type { Witness } from "../../../domain/profile/witness.ts";
import { told, witness } from "../../lab/answer-words.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Answer } from "../../lab/answer.ts";
import { leastLimitBytes } from "../../restrictions/least-limit.ts";
import { mib } from "../../restrictions/mib.ts";

/** Room for so many times the clients of the load: where each takes memory of its own (sshd, a database), as much more as they took. */
export const clientsTimes = 5;

/** A limit that was tried. */
export interface Probe {
  readonly bytes: number;
  readonly answer: Answer;
}

/** How a limit of memory came about; sizes are bytes. */
export interface MemorySearch {
  readonly lab: Pick<Lab, "run" | "baseline" | "underLoad">;
  /** The page cache filled the safety limit. */
  readonly full: boolean;
  readonly peak: number;
  /** The peak without page cache. */
  readonly own: number;
  readonly probes: readonly Probe[];
  /** Not reclaimed under load. */
  readonly held: number;
  /** Room for each tmpfs, in words. */
  readonly parts: readonly string[];
  /** Limits of which too much was held. */
  readonly tooNear: readonly Probe[];
  readonly many: number;
  /** The least that passed. */
  readonly high: number;
  readonly limited: Probe;
  /** The most that broke. */
  readonly broke: Probe | undefined;
}

/** `because` of a limit of memory, in the order in which it was found. */
export function memoryWords(of: MemorySearch): string[] {
  const { lab, peak, own, held, parts, many, high, limited, broke } = of;
  const safety = lab.run.safety.memoryBytes;
  const trials = lab.baseline.trials.map(({ id }) => id).join(", ");
  const heldIn = ({ answer }: Probe) => `${mib(heldBy(answer.trials) ?? 0)} held`;
  return [
    ...(of.full
      ? [`the page cache filled hullproof's safety limit of ${mib(safety)}, so it is left out of the peak`]
      : []),
    peak > 0
      ? `peak ${mib(peak)} with page cache, ${mib(own)} without, the runtime's start left out, in ${trials}`
      : "no peak could be read",
    ...of.probes.map(probed),
    `${mib(held)} could not be reclaimed with ${inWords(lab)}`,
    `room for tmpfs that are full: ${parts.join(", ")}`,
    ...of.tooNear.map((probe) => `${probed(probe)}; ${heldIn(probe)}: too near`),
    `${probed(limited)}, ${heldIn(limited)}`,
    `limit ${mib(limited.bytes)}: 1.5 times the largest of peak, held and least passing limit (${mib(high)}), ${mib(many)} for ${clientsTimes} times as many clients, at least ${mib(leastLimitBytes)}, and room for full tmpfs; the page cache of the single steps counts, since without room for it the disk is read again and again`,
    "no swap: --memory-swap equals --memory, or a limit would only make it slow",
    broke === undefined
      ? `what happens with too little was not seen: it passes with the least that was tried, ${mib(high)}`
      : neverStarted(broke.answer)
        ? `with ${mib(broke.bytes)} the engine's runtime can't start it, which says nothing of the image: ${broke.answer.problem}`
        : `with too little (${mib(broke.bytes)}) ${fate(broke.answer)}`,
  ];
}

/** The most that broke, as the witness of the limit. A runtime without room for its own start proves nothing: the image did not run, and runs in as little under another runtime. */
export function memoryWitnesses(broke: Probe | undefined): Witness[] {
  if (broke === undefined || neverStarted(broke.answer)) return [];
  return [witness("memoryBytes", `more than ${mib(broke.bytes)}`, broke.answer)];
}

function neverStarted({ trials }: Answer): boolean {
  const broke = trials.filter(({ outcome }) => outcome === "breaks");
  return broke.length > 0 && broke.every(({ lives }) => lives[0]?.exitCode === undefined);
}

/** Undefined where this machine does not tell. */
export function heldBy(trials: readonly Trial[]): number | undefined {
  const held = trials.flatMap(({ usage }) => usage.memoryHeldBytes ?? []);
  return held.length === 0 ? undefined : Math.max(...held);
}

function probed({ bytes, answer }: Probe): string {
  return told(answer, `with ${mib(bytes)}`);
}

function inWords({ underLoad: { workload } }: Pick<Lab, "underLoad">): string {
  const { load } = workload;
  return load === undefined
    ? "one client"
    : `${load.clients} clients at once, an exec and the health check beside them`;
}

/** How the container ends when memory does not suffice. */
function fate({ trials, problem }: Answer): string {
  const killed = trials.some(({ lives }) => lives.some(({ oomKilled }) => oomKilled));
  return killed ? `the kernel kills a process of it: ${problem}` : `it breaks, and nothing of it is killed: ${problem}`;
}
