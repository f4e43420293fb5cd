import { leastLimitBytes } from "../../restrictions/least-limit.ts";
import { mib, wholeMib } from "../../restrictions/mib.ts";
import { leastMemoryBytes } from "../../../domain/profile/restrictions.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Lab } from "../../lab/lab.ts";
import { sharesHost } from "../../lab/ask-all.ts";
import type { Answer } from "../../lab/answer.ts";
import { cpusFor } from "./cpus.ts";
import { tasksFor } from "./pids.ts";
import { fullTmpfs } from "../../restrictions/budget.ts";
import { besideCalls, type CallRounds } from "../call-rounds.ts";
import { findPriorFailure, lesson, type Lesson } from "../lesson.ts";
import { clientsTimes, heldBy, memoryGrows, type ManyClients } from "../many-clients.ts";
import { memoryWitnesses, memoryWords, type Probe } from "./memory-words.ts";
import { proof } from "../../lab/answer-words.ts";
import { withGivenTmpfs } from "../../../emit/text/tmpfs-options.ts";
import { unsaidTmpfsBytes } from "../../../formats/compose/tmpfs-mount.ts";
import { mebibyte } from "../../../domain/units.ts";
import { ifEnforced } from "./unenforced.ts";

/** Above the most that was held at once, and above the least limit that passes. */
const margin = 1.5;
/** Part of the limit that may be held in the load at that very limit: programs that size themselves by it leave the rest. */
const mostHeld = 0.8;
/** The runtime's own start needs room that a small program's peak does not show. */
const firstProbe = 16 * mebibyte;
const trialBudget = 5;
const mostGrowths = 3;
/** Of the safety limit: a peak that comes so near was held there. */
const fullShare = 0.98;

export const memory = lesson(
  ["lab", "capabilities", "cpu", "growth", "callRounds", "manyClients"],
  async ({ lab, capabilities: { tasksPeak }, cpu, growth, callRounds, manyClients }, current) => {
    const { engine, safety } = lab.run;
    const most = { field: "memoryBytes", value: safety.memoryBytes, words: mib(safety.memoryBytes) } as const;
    return ifEnforced(engine.info, "memory", most, async () => {
      const many = await manyClients(current);
      const others = { pids: tasksFor(lab, tasksPeak, many).pids, cpus: cpusFor(lab, cpu, many), many };
      return learnMemory(lab, current, others, growth, await callRounds(current));
    });
  },
);

/**
 * 1.5 times the largest of the peak of the single steps, of what could not be reclaimed under load, of the least limit that passes, and of what five times as many
 * clients hold: as they were measured, and where clients take memory of their own as if each took as much more as those of the load took; at least 32 MiB; and all that tmpfs can hold on top. The least is found by halving between the engine's minimum and the peak, in a few
 * coarse steps: it is a fact about the container, and no limit to run it with. The limit itself passes again under load, restart
 * included, and grows where more than four fifths of it are held there. It is asked together with the limits of tasks and CPUs,
 * which `learnPids` and `learnCpus` ask afterwards, and with the list of calls, which is asked in any case. Where all together break, everything learned before comes
 * first, without a limit: what breaks as well is no matter of limits, and else less of them is asked. `beside` is done beside the first probe, which leaves half of
 * the machine idle, where two containers do not disturb each other.
 */
export async function learnMemory(
  lab: Lab,
  current: Restrictions,
  others: { readonly pids: number; readonly cpus: number | undefined; readonly many?: ManyClients | undefined },
  beside: () => Promise<unknown> = async () => undefined,
  rounds?: CallRounds,
): Promise<Lesson & { readonly memoryBytes: number }> {
  const counted = Math.max(...lab.baseline.trials.map(({ usage }) => usage.memoryPeakBytes ?? 0));
  const before = lab.trials.length;
  const question = (bytes: number) => ({
    title: `at most ${mib(bytes)} of memory`,
    restrictions: { ...current, memoryBytes: bytes },
  });
  const ask = (bytes: number) => lab.ask(question(bytes).title, question(bytes).restrictions);
  const spent = () => lab.trials.length - before;
  const own = Math.max(...lab.baseline.trials.map(({ usage }) => usage.memoryRssBytes ?? 0));
  // Whoever reads more than fits has its cache held by us: that peak says nothing of what it needs.
  const full = counted >= lab.run.safety.memoryBytes * fullShare;
  const peak = full ? own : counted;
  const probes: Probe[] = [];
  const probe = async (bytes: number): Promise<Answer> => {
    const found = await ask(bytes);
    probes.push({ bytes, answer: found });
    return found;
  };

  let high = Math.max(wholeMib(peak), firstProbe);
  let [answer] = await Promise.all([probe(high), sharesHost(lab.workload) ? undefined : beside()]);
  while (!answer.passes && spent() < trialBudget && high * 2 <= lab.run.safety.memoryBytes) {
    high *= 2;
    answer = await probe(high);
  }
  let low = leastMemoryBytes;
  let broke: Probe | undefined;
  // Two at a time, from the largest; what passes below what breaks is chance. At half of the least limit or below it no limit depends on it.
  while (
    answer.passes &&
    high > leastLimitBytes / 2 &&
    high - low > Math.max(2 * mebibyte, high / 4) &&
    spent() + 2 <= trialBudget
  ) {
    const third = (high - low) / 3;
    const next = [...new Set([wholeMib(high - third), wholeMib(low + third)])].filter(
      (bytes) => bytes < high && bytes > low,
    );
    if (next.length === 0) break;
    const answers = await lab.askAll(next.map(question));
    for (const [at, bytes] of next.entries()) {
      const found = answers[at];
      if (found === undefined) break;
      const one = { bytes, answer: found };
      probes.push(one);
      if (found.passes) {
        high = bytes;
        answer = found;
      } else {
        low = bytes;
        broke = one;
        break;
      }
    }
  }
  // One of which no size is said can hold whatever the limit leaves.
  const given = lab.workload.grants?.tmpfs?.filter(({ sizeBytes }) => sizeBytes < unsaidTmpfsBytes);
  const held = heldBy(lab.underLoad.baseline.trials) ?? 0;
  const { bytes: room, parts } = fullTmpfs({ ...current, tmpfs: withGivenTmpfs(given, current.tmpfs) });
  const { pids, cpus, many: measured } = others;
  const straight = heldByMany(held, own, lab.underLoad.workload.load?.clients ?? 1);
  const many = heldForMany(lab, straight, measured);
  let memoryBytes = wholeMib(Math.max(leastLimitBytes, margin * Math.max(peak, high, held, many))) + room;
  const limits = [mib(memoryBytes), `${pids} tasks`];
  const both = { ...current, memoryBytes, pids };
  const limit = () => lab.underLoad.ask(`the limit of ${mib(memoryBytes)}`, { ...current, memoryBytes });
  const all = { ...both, ...(cpus !== undefined && { cpus }) };
  const named = cpus === undefined ? limits.join(" and ") : `${limits.join(", ")} and ${cpus} CPUs`;
  const askAll = () => lab.underLoad.ask(`the limits of ${named}`, all);
  const together = rounds === undefined ? await askAll() : await besideCalls(rounds, `the limits of ${named}`, all);
  const unlimited = together?.passes === true ? undefined : await findPriorFailure(lab, current);
  // What breaks without a limit as well needs no larger one.
  const byLimit = unlimited === undefined;
  let limited = unlimited ?? together ?? (await askAll());
  if (byLimit && !limited.passes && cpus !== undefined)
    limited = await lab.underLoad.ask(`the limits of ${limits.join(" and ")}`, both);
  if (byLimit && !limited.passes) limited = await limit();
  const tooNear: Probe[] = [];
  while (byLimit && tooNear.length < mostGrowths && !fits(limited, memoryBytes - room)) {
    tooNear.push({ bytes: memoryBytes, answer: limited });
    memoryBytes = wholeMib(margin * (memoryBytes - room)) + room;
    limited = await limit();
  }
  const search = { lab, full, peak, own, probes, held, parts, tooNear, many, straight, measured, high, broke };
  const because = memoryWords({ ...search, limited: { bytes: memoryBytes, answer: limited } });
  return {
    memoryBytes,
    restrictions: { memoryBytes },
    witnesses: memoryWitnesses(broke),
    proofs: [
      proof(`runs in ${mib(high)} of memory`, answer, peak > 0 ? `peak ${mib(peak)}` : "peak unknown"),
      proof(
        `holds at its limit of ${mib(memoryBytes)}, restart included`,
        limited,
        `${mib(held)} held without a limit`,
      ),
    ],
    because: { memoryBytes: because },
    ...(unlimited && { priorFailure: unlimited }),
  };
}

/** What five times as many clients would hold, in bytes, if each took as much as those took: `held` under the load, `own` without it. */
export function heldByMany(held: number, own: number, clients: number): number {
  if (clients < 2 || held === 0) return held;
  const each = Math.max(0, held - own) / (clients - 1);
  return held + each * clients * (clientsTimes - 1);
}

/** A short load on a busy machine may show less than there is, so where memory grows the line counts as well; where it does not, the line is that of an exec beside the load. */
function heldForMany(lab: Lab, straight: number, measured: ManyClients | undefined): number {
  const held = measured && heldBy([measured.trial]);
  if (measured === undefined || held === undefined) return straight;
  return measured.trial.outcome === "passes" && !memoryGrows(lab, measured) ? held : Math.max(straight, held);
}

function fits(answer: Answer, bytes: number): boolean {
  return answer.passes && (heldBy(answer.trials) ?? 0) <= mostHeld * bytes;
}
