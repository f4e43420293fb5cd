import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { SeccompProfile } from "../../domain/profile/seccomp.ts";
import { grantedBy } from "../../consent/granted-calls.ts";
import { allowedUnderAll, underFloors } from "../../data/seccomp/seccomp-floor.ts";
import { allowedBy } from "../../text/allowed-by.ts";
import type { Lab } from "../lab/lab.ts";
import type { Answer } from "../lab/answer.ts";
import type { CallEvidence } from "../observe/calls/call-evidence.ts";
import type { Refusal } from "../observe/calls/refusal-trace.ts";
import { observeRefusals } from "../observe/calls/refusals.ts";
import { engineFloors, heldBy } from "../trial/setting/engine-floor.ts";
import { allowList } from "./allow-list.ts";

/** A container that is refused something new each time was not observed while it did its work. */
const mostRounds = 8;
/** Runs in a row without a refusal: what a program calls varies a little from run to run. */
const quietRounds = 2;

export interface Round {
  readonly filter: SeccompProfile;
  readonly answer: Answer;
  readonly refused: readonly Refusal[];
  /** Of these, what the next round allows. */
  readonly allowed: readonly Refusal[];
}

/** Runs of a list of allowed calls: each allows what was refused in those before. */
export interface CallRounds {
  readonly evidence: CallEvidence;
  /** What the engines refuse by default. */
  readonly floors: Extract<Awaited<ReturnType<typeof engineFloors>>, { floors: unknown }>["floors"];
  /** Those that count, in order. */
  readonly taken: readonly Round[];
  /** Of those, the last in a row that were refused nothing new. */
  readonly quiet: number;
  /** Starts a trial of the list as it is now that runs on, beside what follows: this may be the whole profile. */
  begin(current: Restrictions): Promise<void>;
  /** Runs the list as it is now under `current`. The title begins with `what`. */
  ask(current: Restrictions, what?: string): Promise<Round>;
  /** Counts a round: what it was refused is allowed from now on. The last one that may be allows nothing more. */
  take(round: Round): Round;
}

/** The reason where the engine's own profile can't be read. */
export async function openCallRounds(
  lab: Lab,
  current: Restrictions,
  evidence: CallEvidence,
): Promise<CallRounds | { readonly reason: string }> {
  const held = heldBy(current, lab.workload);
  const known = await engineFloors(lab.run, held, [evidence.architecture]);
  if ("reason" in known) return known;
  const { floors } = known;
  const granted = grantedBy(lab.permit);
  const isOpen = (name: string) => granted(name) || allowedUnderAll(floors, name).length > 0;
  const added = new Set<string>();
  const taken: Round[] = [];
  let quiet = 0;
  const listNow = ({ init }: Restrictions): SeccompProfile => {
    const wanted = allowList(evidence, {
      added: [...added],
      init: init ?? lab.workload.grants?.init ?? false,
    });
    const floored = underFloors(wanted, floors, granted);
    if (floored === undefined) throw new Error(`no floor for ${evidence.architecture}`);
    return floored.list;
  };
  return {
    evidence,
    floors,
    taken,
    get quiet() {
      return quiet;
    },
    begin: (restrictions) => lab.watch.begin({ ...restrictions, seccomp: listNow(restrictions) }),
    async ask(restrictions, what) {
      const filter = listNow(restrictions);
      const title = what === undefined ? titleOfList(filter) : `${what}, ${titleOfList(filter)}`;
      const refusals = await observeRefusals(lab.run, filter);
      let refused: readonly Refusal[] | undefined;
      try {
        const answer = await lab.ask(title, { ...restrictions, seccomp: filter }, { observe: [refusals.observer] });
        refused = await refusals.finish();
        return { filter, answer, refused: refused ?? [], allowed: [] };
      } finally {
        if (refused === undefined) await refusals.finish();
      }
    },
    take(round) {
      const { answer, refused } = round;
      // What may be the kernel's own refusal counts only when the container breaks.
      const news = refused.filter(({ name, sure }) => !added.has(name) && isOpen(name) && (sure || !answer.passes));
      quiet = news.length === 0 ? quiet + 1 : 0;
      const allowed = taken.length + 1 < mostRounds ? news : [];
      for (const { name } of allowed) added.add(name);
      const counted = { ...round, allowed };
      taken.push(counted);
      return counted;
    },
  };
}

/** Rounds under `current` until nothing new is refused any more, it breaks of something else, or there were enough; the last of them. */
export async function untilQuiet(rounds: CallRounds, current: Restrictions): Promise<Round> {
  for (;;) {
    await rounds.begin(current);
    const round = rounds.take(await rounds.ask(current));
    const { quiet, taken } = rounds;
    if (quiet >= quietRounds || taken.length >= mostRounds || (quiet > 0 && !round.answer.passes)) return round;
  }
}

/**
 * Asks a question together with the list of calls, which is asked anyway: where it passes both are answered by one trial, and the round counts. Undefined
 * where it breaks, which may be for either, and where there are no rounds.
 */
export async function besideCalls(
  rounds: CallRounds | undefined,
  what: string,
  restrictions: Restrictions,
): Promise<Answer | undefined> {
  const round = await rounds?.ask(restrictions, what);
  if (round?.answer.passes !== true) return undefined;
  rounds?.take(round);
  return round.answer;
}

export function titleOfList(filter: SeccompProfile): string {
  const { always, sometimes } = allowedBy(filter);
  return `only ${always.size + sometimes.size} system calls`;
}
