import type { Restrictions } from "../../domain/profile.ts";
import type { Witness } from "../../domain/trial.ts";
import type { Lab } from "../lab.ts";
import type { Answer } from "../majority.ts";
import { proof, told, witness, type Lesson } from "./lesson.ts";

const mebibyte = 1024 * 1024;
/** The least that the engine takes: "Minimum memory limit allowed is 6MB". */
export const leastMemoryBytes = 6 * mebibyte;
/** The runtime's own start needs room that a small program's peak does not show. */
const firstProbe = 16 * mebibyte;
const trialBudget = 5;
/** Of the safety limit: a peak that comes so near was held there. */
const fullShare = 0.98;

/**
 * 1.5 times the larger of the peak and the least limit that passes, rounded up to MiB. The least is found by halving between
 * the engine's minimum and the peak, in a few coarse steps: a limit is no exact science, and each failing one runs twice.
 */
export async function learnMemory(lab: Lab, current: Restrictions): Promise<Lesson & { readonly memoryBytes: number }> {
  const counted = Math.max(...lab.baseline.trials.map(({ usage }) => usage.memoryPeakBytes ?? 0));
  const before = lab.trials.length;
  const ask = (bytes: number) => lab.ask(`at most ${mib(bytes)} of memory`, { ...current, memoryBytes: bytes });
  const spent = () => lab.trials.length - before;
  const own = Math.max(...lab.baseline.trials.map(({ usage }) => usage.memoryRssBytes ?? 0));
  // Whoever reads more than fits has its cache held by us: that peak says nothing of what it needs.
  const full = counted >= lab.run.safety.memoryBytes * fullShare;
  const peak = full ? own : counted;
  const because: string[] = [
    ...(full
      ? [
          `the page cache filled hullproof's safety limit of ${mib(lab.run.safety.memoryBytes)}, so it is left out of the peak`,
        ]
      : []),
    peak > 0
      ? `peak ${mib(peak)} with page cache, ${mib(own)} without, the runtime's start left out, in ${lab.baseline.trials.map(({ id }) => id).join(", ")}`
      : "no peak could be read",
  ];

  let high = Math.max(up(peak), firstProbe);
  let answer = await ask(high);
  because.push(told(answer, `with ${mib(high)}`));
  while (!answer.passes && spent() < trialBudget && high * 2 <= lab.run.safety.memoryBytes) {
    high *= 2;
    answer = await ask(high);
    because.push(told(answer, `with ${mib(high)}`));
  }
  let low = leastMemoryBytes;
  let broke: { bytes: number; answer: Answer } | undefined;
  // A failing probe takes two trials.
  while (answer.passes && high - low > Math.max(2 * mebibyte, high / 4) && spent() + 2 <= trialBudget) {
    const middle = up((low + high) / 2);
    const probe = await ask(middle);
    because.push(told(probe, `with ${mib(middle)}`));
    if (probe.passes) {
      high = middle;
      answer = probe;
    } else {
      low = middle;
      broke = { bytes: middle, answer: probe };
    }
  }
  const memoryBytes = up(1.5 * Math.max(peak, high));
  because.push(
    `limit ${mib(memoryBytes)}: 1.5 times the larger of peak and least passing limit; the page cache counts, since without room for it the disk is read again and again`,
    "no swap: --memory-swap equals --memory, or a limit would only make it slow",
    broke === undefined
      ? `what happens with too little was not seen: it passes with the least that was tried, ${mib(high)}`
      : `with too little (${mib(broke.bytes)}) ${fate(broke.answer)}`,
  );
  const witnesses: Witness[] =
    broke === undefined ? [] : [witness("memoryBytes", `more than ${mib(broke.bytes)}`, broke.answer)];
  return {
    memoryBytes,
    restrictions: { memoryBytes },
    witnesses,
    proofs: [proof(`runs in ${mib(high)} of memory`, answer, peak > 0 ? `peak ${mib(peak)}` : "peak unknown")],
    because: { memoryBytes: because },
  };
}

/** How the container ends when memory does not suffice. */
function fate({ trials, problem }: Answer): string {
  const killed = trials.some(({ lives }) => lives.some(({ oomKilled }) => oomKilled));
  return killed ? `the kernel kills a process of it: ${problem}` : `it breaks, and nothing of it is killed: ${problem}`;
}

function up(bytes: number): number {
  return Math.ceil(bytes / mebibyte) * mebibyte;
}

export function mib(bytes: number): string {
  return `${Math.round((bytes / mebibyte) * 10) / 10} MiB`;
}
