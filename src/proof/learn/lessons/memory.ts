import { leastLimitBytes } from "../../restrictions/least-limit.ts";
import { mib, wholeMib } from "../../restrictions/mib.ts";
import { leastMemoryBytes } from "../../../domain/profile/least-memory.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import { sharesHost } from "../../experiment/run-experiments.ts";
import type { ExperimentResult } from "../../experiment/experiment-result.ts";
import { cpusFor } from "./cpus.ts";
import { tasksFor } from "./pids.ts";
import { fullTmpfs } from "../../restrictions/budget.ts";
import { besideCalls, type CallRounds } from "../call-rounds.ts";
import { findPriorFailure, lesson, type Lesson } from "../lesson.ts";
import { clientsTimes, heldBy, memoryGrows, type ManyClients } from "../many-clients.ts";
import { memoryWitnesses, memoryWords, type Probe } from "./memory-words.ts";
import { proof } from "../../experiment/describe-result.ts";
import { withGivenTmpfs } from "../../../dialects/text/tmpfs-options.ts";
import { unsaidTmpfsBytes } from "../../../formats/compose/tmpfs-mount.ts";
import { mebibyte } from "../../../domain/units.ts";
import { ifEnforced } from "./unenforced.ts";

/** Above the largest amount held at once, and above the lowest passing limit. */
const margin = 1.5;
/**
 * Maximum part of the limit that may be in use in a load under that limit: programs that size themselves by it leave
 * the rest.
 */
const mostHeld = 0.8;
/** The runtime's own start needs room that a small program's peak does not show. */
const firstProbe = 16 * mebibyte;
const trialBudget = 5;
const mostGrowths = 3;
/** Part of the safety limit: a peak above it was capped. */
const fullShare = 0.98;

export const memory = lesson(
  ["runner", "capabilities", "cpu", "growth", "callRounds", "manyClients"],
  async ({ runner, capabilities: { tasksPeak }, cpu, growth, callRounds, manyClients }, current) => {
    const { engine, safety } = runner.session;
    const machineLimit = { field: "memoryBytes", value: safety.memoryBytes, words: mib(safety.memoryBytes) } as const;
    return ifEnforced(engine.info, "memory", machineLimit, async () => {
      const many = await manyClients(current);
      const otherLimits = { pids: tasksFor(runner, tasksPeak, many).pids, cpus: cpusFor(runner, cpu, many), many };
      return learnMemory(runner, current, otherLimits, growth, await callRounds(current));
    });
  },
);

/**
 * 1.5 times the largest of: the peak of the single steps, the unreclaimable memory under load, the lowest passing
 * limit, and the memory of five times as many clients (measured, or extrapolated from the load if memory grows with
 * clients); at least 32 MiB; plus the size of all tmpfs mounts. The lowest limit is found by halving between the engine's minimum and the peak, in a few coarse steps: it describes the container and is not a recommended limit.
 * The final limit passes again under load, restart included, and grows if more than four fifths of it are held there.
 * Its trial includes the limits of tasks and CPUs, which `learnPids` and `learnCpus` need afterwards, and the syscall
 * allowlist, which needs one anyway. If that breaks, everything learned before runs first, without a limit: if it
 * breaks as well, limits are not the cause; else fewer of them are tried. `parallelTask` runs during the first probe, which leaves half of the machine idle, if two containers do not disturb each other.
 */
export async function learnMemory(
  runner: ExperimentRunner,
  current: Restrictions,
  otherLimits: { readonly pids: number; readonly cpus: number | undefined; readonly many?: ManyClients | undefined },
  parallelTask: () => Promise<unknown> = async () => undefined,
  rounds?: CallRounds,
): Promise<Lesson & { readonly memoryBytes: number }> {
  const cgroupPeakBytes = Math.max(...runner.reference.trials.map(({ usage }) => usage.memoryPeakBytes ?? 0));
  const trialCount = runner.trials.length;
  const question = (bytes: number) => ({
    title: `at most ${mib(bytes)} of memory`,
    restrictions: { ...current, memoryBytes: bytes },
  });
  const ask = (bytes: number) => runner.run(question(bytes).title, question(bytes).restrictions);
  const spent = () => runner.trials.length - trialCount;
  const residentBytes = Math.max(...runner.reference.trials.map(({ usage }) => usage.memoryRssBytes ?? 0));
  // If a container reads more than fits, our limit caps its cache: that peak is not its need.
  const full = cgroupPeakBytes >= runner.session.safety.memoryBytes * fullShare;
  const peak = full ? residentBytes : cgroupPeakBytes;
  const probes: Probe[] = [];
  const probe = async (bytes: number): Promise<ExperimentResult> => {
    const probeAnswer = await ask(bytes);
    probes.push({ bytes, answer: probeAnswer });
    return probeAnswer;
  };

  let high = Math.max(wholeMib(peak), firstProbe);
  let [result] = await Promise.all([probe(high), sharesHost(runner.workload) ? undefined : parallelTask()]);
  while (!result.passes && spent() < trialBudget && high * 2 <= runner.session.safety.memoryBytes) {
    high *= 2;
    result = await probe(high);
  }
  let low = leastMemoryBytes;
  let broke: Probe | undefined;
  // Two at a time, from the largest; what passes below what breaks is chance. At half of the least limit or below it no limit depends on it.
  while (
    result.passes &&
    high > leastLimitBytes / 2 &&
    high - low > Math.max(2 * mebibyte, high / 4) &&
    spent() + 2 <= trialBudget
  ) {
    const third = (high - low) / 3;
    const next = [...new Set([wholeMib(high - third), wholeMib(low + third)])].filter(
      (bytes) => bytes < high && bytes > low,
    );
    if (next.length === 0) break;
    const results = await runner.runAll(next.map(question));
    for (const [at, bytes] of next.entries()) {
      const probeAnswer = results[at];
      if (probeAnswer === undefined) break;
      const memoryProbe = { bytes, answer: probeAnswer };
      probes.push(memoryProbe);
      if (probeAnswer.passes) {
        high = bytes;
        result = probeAnswer;
      } else {
        low = bytes;
        broke = memoryProbe;
        break;
      }
    }
  }
  // A tmpfs without a size can use all memory within the limit.
  const grantedTmpfs = runner.workload.grants?.tmpfs?.filter(({ sizeBytes }) => sizeBytes < unsaidTmpfsBytes);
  const bytesUnderLoad = heldBy(runner.underLoad.reference.trials) ?? 0;
  const { bytes: room, parts } = fullTmpfs({ ...current, tmpfs: withGivenTmpfs(grantedTmpfs, current.tmpfs) });
  const { pids, cpus, many: measured } = otherLimits;
  const straight = heldByMany(bytesUnderLoad, residentBytes, runner.underLoad.workload.load?.clients ?? 1);
  const many = heldForMany(runner, straight, measured);
  let memoryBytes = wholeMib(Math.max(leastLimitBytes, margin * Math.max(peak, high, bytesUnderLoad, many))) + room;
  const limits = [mib(memoryBytes), `${pids} tasks`];
  const both = { ...current, memoryBytes, pids };
  const limit = () => runner.underLoad.run(`the limit of ${mib(memoryBytes)}`, { ...current, memoryBytes });
  const allLimits = { ...both, ...(cpus !== undefined && { cpus }) };
  const limitsText = cpus === undefined ? limits.join(" and ") : `${limits.join(", ")} and ${cpus} CPUs`;
  const askAll = () => runner.underLoad.run(`the limits of ${limitsText}`, allLimits);
  const jointAnswer =
    rounds === undefined ? await askAll() : await besideCalls(rounds, `the limits of ${limitsText}`, allLimits);
  const unlimited = jointAnswer?.passes === true ? undefined : await findPriorFailure(runner, current);
  // A container that also breaks without a limit needs no larger one.
  const byLimit = unlimited === undefined;
  let limited = unlimited ?? jointAnswer ?? (await askAll());
  if (byLimit && !limited.passes && cpus !== undefined)
    limited = await runner.underLoad.run(`the limits of ${limits.join(" and ")}`, both);
  if (byLimit && !limited.passes) limited = await limit();
  const tooNear: Probe[] = [];
  while (byLimit && tooNear.length < mostGrowths && !fits(limited, memoryBytes - room)) {
    tooNear.push({ bytes: memoryBytes, answer: limited });
    memoryBytes = wholeMib(margin * (memoryBytes - room)) + room;
    limited = await limit();
  }
  const search = {
    runner,
    full,
    peak,
    own: residentBytes,
    probes,
    held: bytesUnderLoad,
    parts,
    tooNear,
    many,
    straight,
    measured,
    high,
    broke,
  };
  const because = memoryWords({ ...search, limited: { bytes: memoryBytes, answer: limited } });
  return {
    memoryBytes,
    restrictions: { memoryBytes },
    witnesses: memoryWitnesses(broke),
    proofs: [
      proof(`runs in ${mib(high)} of memory`, result, peak > 0 ? `peak ${mib(peak)}` : "peak unknown"),
      proof(
        `holds at its limit of ${mib(memoryBytes)}, restart included`,
        limited,
        `${mib(bytesUnderLoad)} held without a limit`,
      ),
    ],
    because: { memoryBytes: because },
    ...(unlimited && { priorFailure: unlimited }),
  };
}

/**
 * Extrapolated memory of five times as many clients, in bytes: `bytesUnderLoad` with the load, `residentBytes` without
 * it.
 */
export function heldByMany(bytesUnderLoad: number, residentBytes: number, clients: number): number {
  if (clients < 2 || bytesUnderLoad === 0) return bytesUnderLoad;
  const each = Math.max(0, bytesUnderLoad - residentBytes) / (clients - 1);
  return bytesUnderLoad + each * clients * (clientsTimes - 1);
}

/**
 * A short load on a busy machine may show less than the need, so if memory grows with clients the extrapolation counts
 * as well; otherwise it only reflects an exec beside the load.
 */
function heldForMany(runner: ExperimentRunner, straight: number, measured: ManyClients | undefined): number {
  const unreclaimableBytes = measured && heldBy([measured.trial]);
  if (measured === undefined || unreclaimableBytes === undefined) return straight;
  return measured.trial.outcome === "passes" && !memoryGrows(runner, measured)
    ? unreclaimableBytes
    : Math.max(straight, unreclaimableBytes);
}

function fits(result: ExperimentResult, bytes: number): boolean {
  return result.passes && (heldBy(result.trials) ?? 0) <= mostHeld * bytes;
}
