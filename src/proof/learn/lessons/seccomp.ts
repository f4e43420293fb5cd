import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { allowedBy } from "../../../text/allowed-by.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import type { CallEvidence } from "../../observe/calls/call-evidence.ts";
import { observeSystem } from "../../observe/system.ts";
import { openCallRounds, titleOfList, untilQuiet, type CallRounds, type Round } from "../call-rounds.ts";
import { findPriorFailure, lesson, type Lesson } from "../lesson.ts";
import { proof, describeResult, witness } from "../../experiment/describe-result.ts";

export const seccomp = lesson(["runner", "calls", "callRounds"], async ({ runner, calls, callRounds }, current) =>
  learnSeccomp(runner.underLoad, current, calls.evidence, calls.reason, await callRounds(current)),
);

/**
 * A syscall allowlist from the observed calls, run under everything learned before. The kernel reports each refused
 * call; it is allowed and the experiment runs again, even if the container passed without it, since the original had
 * it. Calls that the engine's profile refuses for the remaining capabilities are never allowed: the original ran
 * without them. Without a trace of calls, or if that profile is unreadable, nothing is learned, and the engine's
 * default stays. `begun` are earlier rounds.
 */
export async function learnSeccomp(
  runner: ExperimentRunner,
  current: Restrictions,
  observedCalls: CallEvidence | undefined,
  reason: string,
  begun?: CallRounds,
): Promise<Lesson> {
  const evidence = begun?.evidence ?? observedCalls ?? (await observedAgain(runner, current));
  if (evidence === undefined) return notLearned(reason);
  const rounds = begun ?? (await openCallRounds(runner, current, evidence));
  if ("reason" in rounds) return notLearned(rounds.reason);
  const { floors } = rounds;
  const round = await untilQuiet(rounds, current);

  const { filter, answer: result } = round;
  const because = callWords(evidence, rounds.taken);
  const priorFailure = result.passes ? undefined : await findPriorFailure(runner, current);
  if (priorFailure !== undefined)
    return { ...notLearned("it breaks without the list as well"), priorFailure: priorFailure };
  if (!result.passes)
    return {
      restrictions: {},
      witnesses: [witness("seccomp", "the engine's default profile", result)],
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
        result,
        `${evidence.calls.length} seen in use, the others their harmless relatives, the runtime's or a matter of chance; nothing that the default list of this engine (${runner.session.engine.info.version}) refuses, which is that of ${floors.map(({ name }) => name).join(", ")}`,
      ),
    ],
    because: { seccomp: because },
  };
}

/** `because` of a list, round by round. */
function callWords({ calls, runtime }: CallEvidence, rounds: readonly Round[]): string[] {
  return [
    `${calls.length} calls seen, ${runtime.length} of the runtime itself`,
    ...rounds.flatMap(({ filter, answer: result, allowed }) => [
      describeResult(result, `with ${titleOfList(filter)}`),
      ...allowed.map(
        ({ name, programs, times }) => `${name} was refused ${times} times (${programs.join(", ")}): allowed`,
      ),
    ]),
  ];
}

function notLearned(reason: string): Lesson {
  const stays = `not learned, the engine's default profile stays: ${reason}`;
  return { restrictions: {}, witnesses: [], proofs: [], because: { seccomp: [stays] } };
}

/**
 * A trace that lost events on a busy machine, or missed a start, may be complete the next time. Undefined if this
 * machine cannot trace.
 */
async function observedAgain(runner: ExperimentRunner, current: Restrictions): Promise<CallEvidence | undefined> {
  const system = await observeSystem(runner.session, []);
  if (!system.traced) return undefined;
  let calls: CallEvidence | undefined;
  try {
    await runner.run("everything so far, to see its system calls", current, { observe: [system.observer] });
  } finally {
    ({ calls } = await system.finish());
  }
  return calls;
}
