import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { SeccompProfile } from "../../domain/profile/seccomp.ts";
import { grantedBy } from "../../consent/granted-calls.ts";
import { allowedUnderAll, underFloors } from "../../data/seccomp/seccomp-floor.ts";
import { allowedBy } from "../../text/allowed-by.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import type { ExperimentResult } from "../experiment/experiment-result.ts";
import type { CallEvidence } from "../observe/calls/call-evidence.ts";
import type { Refusal } from "../observe/calls/refusal-trace.ts";
import { observeRefusals } from "../observe/calls/refusals.ts";
import { engineFloors, heldBy } from "../trial/environment/engine-floor.ts";
import { allowList } from "./syscall-allowlist.ts";

/** Maximum number of rounds: a container that is refused something new each time was not observed at work. */
const mostRounds = 8;
/** Consecutive trials without a refusal: the calls of a program vary a little between trials. */
const quietRounds = 2;

export interface Round {
  readonly filter: SeccompProfile;
  readonly answer: ExperimentResult;
  readonly refused: readonly Refusal[];
  /** The part of the refused calls that the next round allows. */
  readonly allowed: readonly Refusal[];
}

/** Trials of a syscall allowlist: each allows the refused calls of earlier ones. */
export interface CallRounds {
  readonly evidence: CallEvidence;
  /** Default filters of the engines. */
  readonly floors: Extract<Awaited<ReturnType<typeof engineFloors>>, { floors: unknown }>["floors"];
  /** Counted rounds in order. */
  readonly taken: readonly Round[];
  /** The last consecutive rounds without a new refusal. */
  readonly quiet: number;
  /**
   * Starts a watched trial of the current allowlist, in parallel to the next lessons, as this may be the whole profile.
   */
  begin(current: Restrictions): Promise<void>;
  /** Runs the current allowlist under `current`. The title begins with `subject`. */
  ask(current: Restrictions, what?: string): Promise<Round>;
  /** Counts a round: later rounds allow its refused calls. The last possible round adds nothing. */
  take(round: Round): Round;
}

/** The reason where the engine's own profile can't be read. */
export async function openCallRounds(
  runner: ExperimentRunner,
  current: Restrictions,
  evidence: CallEvidence,
): Promise<CallRounds | { readonly reason: string }> {
  const effectiveCapabilities = heldBy(current, runner.workload);
  const floorLookup = await engineFloors(runner.session, effectiveCapabilities, [evidence.architecture]);
  if ("reason" in floorLookup) return floorLookup;
  const { floors } = floorLookup;
  const granted = grantedBy(runner.permit);
  const isOpen = (name: string) => granted(name) || allowedUnderAll(floors, name).length > 0;
  const added = new Set<string>();
  const rounds: Round[] = [];
  let quiet = 0;
  const listNow = ({ init }: Restrictions): SeccompProfile => {
    const requestedProfile = allowList(evidence, {
      added: [...added],
      init: init ?? runner.workload.grants?.init ?? false,
    });
    const floored = underFloors(requestedProfile, floors, granted);
    if (floored === undefined) throw new Error(`no floor for ${evidence.architecture}`);
    return floored.list;
  };
  return {
    evidence,
    floors,
    taken: rounds,
    get quiet() {
      return quiet;
    },
    begin: (restrictions) => runner.watch.begin({ ...restrictions, seccomp: listNow(restrictions) }),
    async ask(restrictions, subject) {
      const filter = listNow(restrictions);
      const title = subject === undefined ? titleOfList(filter) : `${subject}, ${titleOfList(filter)}`;
      const refusals = await observeRefusals(runner.session, filter);
      let refused: readonly Refusal[] | undefined;
      try {
        const result = await runner.run(title, { ...restrictions, seccomp: filter }, { observe: [refusals.observer] });
        refused = await refusals.finish();
        return { filter, answer: result, refused: refused ?? [], allowed: [] };
      } finally {
        if (refused === undefined) await refusals.finish();
      }
    },
    take(round) {
      const { answer: result, refused } = round;
      // A refusal that may be the kernel's counts only if the container breaks.
      const news = refused.filter(({ name, sure }) => !added.has(name) && isOpen(name) && (sure || !result.passes));
      quiet = news.length === 0 ? quiet + 1 : 0;
      const allowed = rounds.length + 1 < mostRounds ? news : [];
      for (const { name } of allowed) added.add(name);
      const finalRound = { ...round, allowed };
      rounds.push(finalRound);
      return finalRound;
    },
  };
}

/**
 * Runs rounds under `current` until nothing new is refused, it breaks for another reason, or the maximum is reached;
 * returns the last one.
 */
export async function untilQuiet(rounds: CallRounds, current: Restrictions): Promise<Round> {
  for (;;) {
    await rounds.begin(current);
    const round = rounds.take(await rounds.ask(current));
    const { quiet, taken } = rounds;
    if (quiet >= quietRounds || taken.length >= mostRounds || (quiet > 0 && !round.answer.passes)) return round;
  }
}

/**
 * Runs an experiment together with the allowlist, which needs a trial anyway: a pass answers both, and counts as a
 * round. Undefined without rounds, and if it breaks, since either may be the cause.
 */
export async function besideCalls(
  rounds: CallRounds | undefined,
  subject: string,
  restrictions: Restrictions,
): Promise<ExperimentResult | undefined> {
  const round = await rounds?.ask(restrictions, subject);
  if (round?.answer.passes !== true) return undefined;
  rounds?.take(round);
  return round.answer;
}

export function titleOfList(filter: SeccompProfile): string {
  const { always, sometimes } = allowedBy(filter);
  return `only ${always.size + sometimes.size} system calls`;
}
