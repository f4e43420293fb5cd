import { grantedTo } from "../../restrictions/granted-to.ts";
import type { Capability } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { excessCapabilities } from "../../judge/identity/worse.ts";
import { complaintsOf } from "../../judge/complaints.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Answer } from "../../lab/answer.ts";
import type { ObservedCapabilities } from "../../observe/capabilities.ts";
import { search, shrink } from "../../lab/shrink.ts";
import { byLikelihood, likelyNeeded } from "../../restrictions/capability-order.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { proof, told, witness } from "../../lab/answer-words.ts";
import { lateCapabilities } from "./late-capabilities.ts";
import { isRootUser } from "../../../text/is-root-user.ts";

export interface CapabilityLesson extends Lesson {
  readonly required: readonly Capability[];
  /** Lines in which it complains of what it does without. */
  readonly tolerated: readonly string[];
}

export const capabilities = lesson(["lab", "capabilities"], ({ lab, capabilities: observed }, current) =>
  learnCapabilities(lab, current, observed, current.user === "0:0" || !isRootUser(lab.imageSummary.user)),
);

/**
 * The least set of capabilities that passes with all others dropped. What the kernel saw in use is only a proposal: the set
 * itself is run, then each of its members is taken away, which makes |traced| + 1 questions, or one or two more where members that are mostly not needed are
 * tried side by side. Where nothing was observed, or what was observed does not suffice, the empty set comes first, then halving over all that was granted.
 * `ownUser`: the container runs as the user it was observed as.
 */
export async function learnCapabilities(
  lab: Lab,
  current: Restrictions,
  observed: ObservedCapabilities,
  ownUser: boolean,
): Promise<CapabilityLesson> {
  const restrictionsOf = (set: readonly Capability[]) => ({ ...current, dropAll: true, addCapabilities: inOrder(set) });
  const ask = (set: readonly Capability[]) => lab.ask(titleOf(set), restrictionsOf(set), { tolerant: true });
  const passes = async (set: readonly Capability[]) => (await ask(set)).passes;
  const askAll = (sets: readonly (readonly Capability[])[]) =>
    lab.askAll(sets.map((set) => ({ title: titleOf(set), restrictions: restrictionsOf(set), tolerant: true })));
  const passesAll = async (sets: readonly (readonly Capability[])[]) =>
    (await askAll(sets)).map((answer) => answer.passes);

  const granted = grantedTo(lab);
  const seen = observed.capabilities.map(({ name }) => name).filter((name) => granted.includes(name));
  // Whoever starts as someone else holds none, whatever root used.
  const proposal = ownUser ? seen : [];
  let enough = await leastThatPasses(proposal, askAll);
  const order = granted.toSorted((a, b) => Number(seen.includes(b)) - Number(seen.includes(a)) || byLikelihood(b, a));
  enough ??= await search(order, passes, [2]);
  if (enough === undefined) return keepAll(await ask(granted), granted);

  const least = await shrink(enough.toSorted(byLikelihood), passesAll, { likelyNeeded, othersAtOnce: 2 });
  const early = inOrder(least);
  // Known answers: shrinking has asked for the set itself, and for it without each of its members.
  const final = await ask(early);
  const tolerated = complaintsOf(final.trials);
  lab.tolerate(tolerated);
  const late = await lateCapabilities(lab, early, granted, restrictionsOf);
  const required = inOrder([...early, ...late.capabilities]);
  const witnesses = await Promise.all(
    early.map(async (name) => witness("capabilities", name, await ask(early.filter((other) => other !== name)))),
  );
  const because = [
    told(final, titleOf(early)),
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
 * The proposal, or it without what is most likely not needed: both are tried at once, since a trial alone leaves half of the machine idle. Undefined where neither
 * passes. What the smaller one says is an answer that is asked for next anyhow. Where a process broke both by holding more than in the original (it drops to a set
 * of its own, which fails as a whole where one of it was not granted), it is tried without what it held.
 */
async function leastThatPasses(
  proposal: readonly Capability[],
  askAll: (sets: readonly (readonly Capability[])[]) => Promise<readonly Answer[]>,
): Promise<readonly Capability[] | undefined> {
  const [first] = proposal.toSorted(byLikelihood);
  const sets = first === undefined ? [proposal] : [proposal, proposal.filter((name) => name !== first)];
  const answers = await askAll(sets);
  const least = sets.findLast((_, at) => answers[at]?.passes === true);
  if (least !== undefined) return least;
  const excess = excessCapabilities(answers.flatMap(({ trials }) => trials.flatMap(({ problems }) => problems)));
  const rest = proposal.filter((name) => !excess.includes(name));
  if (excess.length === 0 || rest.length === proposal.length) return undefined;
  const [answer] = await askAll([rest]);
  return answer?.passes === true ? rest : undefined;
}

/** Even what was granted breaks once it is spelled out: nothing can be said, so nothing is taken away. */
function keepAll(all: Answer, granted: readonly Capability[]): CapabilityLesson {
  return {
    required: granted,
    tolerated: [],
    restrictions: {},
    witnesses: [],
    proofs: [proof("runs with the granted capabilities named one by one", all, "")],
    because: { capabilities: [told(all, titleOf(granted))] },
  };
}

function inOrder(set: readonly Capability[]): Capability[] {
  return [...set].toSorted((a, b) => (a < b ? -1 : 1));
}

function titleOf(set: readonly Capability[]): string {
  if (set.length === 0) return "without any capability";
  return `with only ${inOrder(set).join(", ")}`;
}
