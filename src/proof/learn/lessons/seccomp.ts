import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { allowedBy } from "../../../text/allowed-by.ts";
import type { Lab } from "../../lab/lab.ts";
import type { CallEvidence } from "../../observe/calls/call-evidence.ts";
import { observeSystem } from "../../observe/system.ts";
import { openCallRounds, titleOfList, untilQuiet, type CallRounds, type Round } from "../call-rounds.ts";
import { findPriorFailure, lesson, type Lesson } from "../lesson.ts";
import { proof, told, witness } from "../../lab/answer-words.ts";

export const seccomp = lesson(["lab", "calls", "callRounds"], async ({ lab, calls, callRounds }, current) =>
  learnSeccomp(lab.underLoad, current, calls.evidence, calls.reason, await callRounds(current)),
);

/**
 * A list of allowed calls from what was seen, run under everything learned before. A call that the list refuses is named by the
 * kernel, allowed, and the question is asked again, also when the container got along without it: the original was allowed it. What the
 * engine's own profile refuses for the capabilities that are left is not missing, and never allowed: the original did without it, too.
 * Without a trace of calls, or where that profile can't be read, nothing is learned, and the engine's default profile stays. `begun` are rounds that
 * ran already.
 */
export async function learnSeccomp(
  lab: Lab,
  current: Restrictions,
  seen: CallEvidence | undefined,
  why: string,
  begun?: CallRounds,
): Promise<Lesson> {
  const evidence = begun?.evidence ?? seen ?? (await observedAgain(lab, current));
  if (evidence === undefined) return notLearned(why);
  const rounds = begun ?? (await openCallRounds(lab, current, evidence));
  if ("reason" in rounds) return notLearned(rounds.reason);
  const { floors } = rounds;
  const round = await untilQuiet(rounds, current);

  const { filter, answer } = round;
  const because = callWords(evidence, rounds.taken);
  const before = answer.passes ? undefined : await findPriorFailure(lab, current);
  if (before !== undefined) return { ...notLearned("it breaks without the list as well"), priorFailure: before };
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
        `${evidence.calls.length} seen in use, the others their harmless relatives, the runtime's or a matter of chance; nothing that the default list of this engine (${lab.run.engine.info.version}) refuses, which is that of ${floors.map(({ name }) => name).join(", ")}`,
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
      told(answer, `with ${titleOfList(filter)}`),
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
