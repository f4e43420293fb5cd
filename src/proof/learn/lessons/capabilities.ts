import { grantedTo } from "../../restrictions/granted-to.ts";
import type { Capability } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { excessCapabilities } from "../../judge/identity/worse.ts";
import { complaintsOf } from "../../judge/complaints.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import type { ExperimentResult } from "../../experiment/experiment-result.ts";
import type { ObservedCapabilities } from "../../observe/capabilities.ts";
import { search, shrink } from "../../experiment/shrink.ts";
import { byLikelihood, likelyNeeded } from "../../restrictions/capability-order.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { proof, describeResult, witness } from "../../experiment/describe-result.ts";
import { lateCapabilities } from "./late-capabilities.ts";
import { isRootUser } from "../../../text/is-root-user.ts";

export interface CapabilityLesson extends Lesson {
  readonly required: readonly Capability[];
  /** Log lines about missing privileges. */
  readonly tolerated: readonly string[];
}

export const capabilities = lesson(["runner", "capabilities"], ({ runner, capabilities: observed }, current) =>
  learnCapabilities(runner, current, observed, current.user === "0:0" || !isRootUser(runner.imageSummary.user)),
);

/**
 * The smallest set of capabilities that passes with all others dropped. The observed set is only a proposal: it runs,
 * then each of its members is removed, which takes |traced| + 1 experiments, or one or two more if usually unneeded
 * members are tried in parallel. Without observations, or if they do not suffice, the empty set comes first, then
 * halving over all granted ones. `ownUser`: the container runs as the user of the observation.
 */
export async function learnCapabilities(
  runner: ExperimentRunner,
  current: Restrictions,
  observed: ObservedCapabilities,
  ownUser: boolean,
): Promise<CapabilityLesson> {
  const restrictionsOf = (set: readonly Capability[]) => ({ ...current, dropAll: true, addCapabilities: inOrder(set) });
  const ask = (set: readonly Capability[]) => runner.run(titleOf(set), restrictionsOf(set), { tolerant: true });
  const passes = async (set: readonly Capability[]) => (await ask(set)).passes;
  const askAll = (sets: readonly (readonly Capability[])[]) =>
    runner.runAll(sets.map((set) => ({ title: titleOf(set), restrictions: restrictionsOf(set), tolerant: true })));
  const passesAll = async (sets: readonly (readonly Capability[])[]) =>
    (await askAll(sets)).map((result) => result.passes);

  const granted = grantedTo(runner);
  const observedNames = observed.capabilities.map(({ name }) => name).filter((name) => granted.includes(name));
  // A container that starts as another user holds none, even if root used some.
  const proposal = ownUser ? observedNames : [];
  let enough = await leastThatPasses(proposal, askAll);
  const order = granted.toSorted(
    (a, b) => Number(observedNames.includes(b)) - Number(observedNames.includes(a)) || byLikelihood(b, a),
  );
  enough ??= await search(order, passes, [2]);
  if (enough === undefined) return keepAll(await ask(granted), granted);

  const minimalSet = await shrink(enough.toSorted(byLikelihood), passesAll, { likelyNeeded, othersAtOnce: 2 });
  const early = inOrder(minimalSet);
  // Known results: shrinking has run the set itself, and the set without each of its members.
  const final = await ask(early);
  const tolerated = complaintsOf(final.trials);
  runner.tolerate(tolerated);
  const late = await lateCapabilities(runner, early, granted, restrictionsOf);
  const required = inOrder([...early, ...late.capabilities]);
  const witnesses = await Promise.all(
    early.map(async (name) => witness("capabilities", name, await ask(early.filter((other) => other !== name)))),
  );
  const because = [
    describeResult(final, titleOf(early)),
    ...witnesses.map(({ value, trials, problem }) => `${trials.join(", ")}: breaks without ${value}: ${problem}`),
    ...late.because,
    ...tolerated.map((line) => `complains and goes on: ${line}`),
  ];
  const claim = required.length === 0 ? "needs no capability" : `needs only ${required.join(", ")}`;
  return {
    required,
    tolerated,
    restrictions: { dropAll: true, addCapabilities: required },
    witnesses: [...witnesses, ...late.witnesses].toSorted((a, b) => (a.value < b.value ? -1 : 1)),
    proofs: [proof(claim, final, "all others are dropped")],
    because: { capabilities: because },
  };
}

/**
 * The proposal, or the proposal without its least likely member: both run in parallel, since one trial leaves half of
 * the machine idle. Undefined if neither passes. The smaller one is the next experiment anyway. If both broke because a
 * process held more than in the original (it drops to a fixed set, which fails as a whole if one member is missing),
 * the excess is removed.
 */
async function leastThatPasses(
  proposal: readonly Capability[],
  askAll: (sets: readonly (readonly Capability[])[]) => Promise<readonly ExperimentResult[]>,
): Promise<readonly Capability[] | undefined> {
  const [first] = proposal.toSorted(byLikelihood);
  const sets = first === undefined ? [proposal] : [proposal, proposal.filter((name) => name !== first)];
  const results = await askAll(sets);
  const passingSet = sets.findLast((_, at) => results[at]?.passes === true);
  if (passingSet !== undefined) return passingSet;
  const excess = excessCapabilities(results.flatMap(({ trials }) => trials.flatMap(({ problems }) => problems)));
  const remainder = proposal.filter((name) => !excess.includes(name));
  if (excess.length === 0 || remainder.length === proposal.length) return undefined;
  const [result] = await askAll([remainder]);
  return result?.passes === true ? remainder : undefined;
}

/** Even the granted capabilities break when named one by one: nothing can be concluded, so nothing is dropped. */
function keepAll(fullAnswer: ExperimentResult, granted: readonly Capability[]): CapabilityLesson {
  return {
    required: granted,
    tolerated: [],
    restrictions: {},
    witnesses: [],
    proofs: [proof("runs with the granted capabilities named one by one", fullAnswer, "")],
    because: { capabilities: [describeResult(fullAnswer, titleOf(granted))] },
  };
}

function inOrder(set: readonly Capability[]): Capability[] {
  return [...set].toSorted((a, b) => (a < b ? -1 : 1));
}

function titleOf(set: readonly Capability[]): string {
  if (set.length === 0) return "without any capability";
  return `with only ${inOrder(set).join(", ")}`;
}
