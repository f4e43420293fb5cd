import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { SeccompProfile } from "../../../domain/profile/seccomp.ts";
import { allowedBy } from "../../../text/allowed-by.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Answer } from "../../lab/majority.ts";
import type { CallEvidence } from "../../observe/calls/call-evidence.ts";
import type { Refusal } from "../../observe/calls/refusal-trace.ts";
import { observeSystem } from "../../observe/system.ts";
import { observeRefusals } from "../../observe/calls/refusals.ts";
import { allowedUnderAll, underFloors } from "../../../data/seccomp/seccomp-floor.ts";
import { grantedBy } from "../../../consent/granted-calls.ts";
import { engineFloors, heldBy } from "../../trial/setting/engine-floor.ts";
import { allowList } from "../allow-list.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { proof, told, witness } from "../../lab/answer-words.ts";

/** A container that is refused something new each time was not observed while it did its work. */
const mostRounds = 8;
/** Runs in a row without a refusal: what a program calls varies a little from run to run. */
const quietRounds = 2;

interface Round {
  readonly filter: SeccompProfile;
  readonly answer: Answer;
  readonly refused: readonly Refusal[];
  /** Of these, what the next round allows. */
  readonly allowed: readonly Refusal[];
}

export const seccomp = lesson(["lab", "calls"], ({ lab, calls }, current) =>
  learnSeccomp(lab.underLoad, current, calls.evidence, calls.reason),
);

/**
 * A list of allowed calls from what was seen, run under everything learned before. A call that the list refuses is named by the
 * kernel, allowed, and the question is asked again, also when the container got along without it: the original was allowed it. What the
 * engine's own profile refuses for the capabilities that are left is not missing, and never allowed: the original did without it, too.
 * Without a trace of calls, or where that profile can't be read, nothing is learned, and the engine's default profile stays.
 */
export async function learnSeccomp(
  lab: Lab,
  current: Restrictions,
  seen: CallEvidence | undefined,
  why: string,
): Promise<Lesson> {
  const evidence = seen ?? (await observedAgain(lab, current));
  if (evidence === undefined) return notLearned(why);
  const held = heldBy(current, lab.workload);
  const known = await engineFloors(lab.run, held, [evidence.architecture]);
  if ("reason" in known) return notLearned(known.reason);
  const { floors } = known;
  const granted = grantedBy(lab.permit);
  const isOpen = (name: string) => granted(name) || allowedUnderAll(floors, name).length > 0;
  const done: Round[] = [];
  const added = new Set<string>();
  const ask = async (): Promise<Round> => {
    const wanted = allowList(evidence, { added: [...added], init: current.init ?? false });
    const floored = underFloors(wanted, floors, granted);
    if (floored === undefined) throw new Error(`no floor for ${evidence.architecture}`);
    const filter = floored.list;
    const refusals = await observeRefusals(lab.run, filter);
    let refused: readonly Refusal[] | undefined;
    try {
      const answer = await lab.ask(titleOf(filter), { ...current, seccomp: filter }, { observe: [refusals.observer] });
      refused = await refusals.finish();
      return { filter, answer, refused: refused ?? [], allowed: [] };
    } finally {
      if (refused === undefined) await refusals.finish();
    }
  };

  let round = await ask();
  for (let rounds = 1, quiet = 0; rounds < mostRounds; rounds++) {
    const { answer, refused } = round;
    // What may be the kernel's own refusal counts only when the container breaks.
    const news = refused.filter(({ name, sure }) => !added.has(name) && isOpen(name) && (sure || !answer.passes));
    quiet = news.length === 0 ? quiet + 1 : 0;
    if (quiet === quietRounds || (quiet > 0 && !answer.passes)) break;
    for (const { name } of news) added.add(name);
    done.push({ ...round, allowed: news });
    round = await ask();
  }
  done.push(round);

  const { filter, answer } = round;
  const because = callWords(evidence, done);
  if (!answer.passes)
    return {
      restrictions: {},
      witnesses: [witness("seccomp", "the engine's default profile", answer)],
      proofs: [],
      because: { seccomp: [...because, "the engine's default profile stays"] },
    };
  const { always, sometimes } = allowedBy(filter);
  const claim = `runs with only ${always.size + sometimes.size} system calls`;
  return {
    restrictions: { seccomp: filter },
    witnesses: [],
    proofs: [
      proof(
        claim,
        answer,
        `${evidence.calls.length} seen in use, the others their harmless relatives, the runtime's or a matter of chance; nothing that ${floors.map(({ name }) => name).join(", ")} refuses by default`,
      ),
    ],
    because: { seccomp: because },
  };
}

/** `because` of a list, round by round. */
function callWords({ calls, runtime }: CallEvidence, rounds: readonly Round[]): string[] {
  return [
    `${calls.length} calls seen, ${runtime.length} of the runtime itself`,
    ...rounds.flatMap(({ filter, answer, allowed }) => [
      told(answer, `with ${titleOf(filter)}`),
      ...allowed.map(
        ({ name, programs, times }) => `${name} was refused ${times} times (${programs.join(", ")}): allowed`,
      ),
    ]),
  ];
}

function notLearned(why: string): Lesson {
  const stays = `not learned, the engine's default profile stays: ${why}`;
  return { restrictions: {}, witnesses: [], proofs: [], because: { seccomp: [stays] } };
}

/** A trace that lost events on a busy machine, or missed a start, may be whole the next time. Undefined where none can be made. */
async function observedAgain(lab: Lab, current: Restrictions): Promise<CallEvidence | undefined> {
  const system = await observeSystem(lab.run, []);
  if (!system.traced) return undefined;
  let calls: CallEvidence | undefined;
  try {
    await lab.ask("everything so far, to see its system calls", current, { observe: [system.observer] });
  } finally {
    ({ calls } = await system.finish());
  }
  return calls;
}

function titleOf(filter: SeccompProfile): string {
  const { always, sometimes } = allowedBy(filter);
  return `only ${always.size + sometimes.size} system calls`;
}
