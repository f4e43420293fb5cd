import { defaultCapabilities, type Capability } from "../../domain/capability.ts";
import type { Restrictions } from "../../domain/profile.ts";
import type { Witness } from "../../domain/trial.ts";
import type { Lab } from "../lab.ts";
import type { Answer } from "../majority.ts";
import type { ObservedCapabilities } from "../observe/capabilities.ts";
import { search, shrink } from "../shrink.ts";
import { proof, told, witness, type Lesson } from "./lesson.ts";

export interface CapabilityLesson extends Lesson {
  readonly required: readonly Capability[];
}

/**
 * The least set of capabilities that passes with all others dropped. What the kernel saw in use is only a proposal: the set
 * itself is run, then each of its members is taken away. Where nothing was observed, or what was observed does not suffice,
 * the empty set comes first, then halving over the engine's default set.
 */
export async function learnCapabilities(
  lab: Lab,
  current: Restrictions,
  observed: ObservedCapabilities,
): Promise<CapabilityLesson> {
  const answers = new Map<string, Answer>();
  const ask = async (set: readonly Capability[]) => {
    const answer = await lab.ask(titleOf(set), { ...current, dropAll: true, addCapabilities: inOrder(set) });
    answers.set(inOrder(set).join(), answer);
    return answer;
  };
  const passes = async (set: readonly Capability[]) => (await ask(set)).passes;

  const seen = observed.capabilities.map(({ name }) => name).filter((name) => defaults.has(name));
  // A process that is no longer root holds none, whatever it used as root.
  const proposal = current.user === "0:0" ? seen : [];
  let enough: readonly Capability[] | undefined = (await passes(proposal)) ? proposal : undefined;
  enough ??= await search([...defaultCapabilities].toSorted(unlikelyLast(seen)), passes);
  if (enough === undefined) return keepAll(ask);
  const required = inOrder(await shrink(enough, passes));

  const witnesses: Witness[] = [];
  for (const capability of required) {
    const without = await ask(required.filter((other) => other !== capability));
    witnesses.push(witness("capabilities", capability, without));
  }
  const final = await ask(required);
  const because = [
    told(final, titleOf(required)),
    ...witnesses.map(({ value, trials, problem }) => `${trials.join(", ")}: breaks without ${value}: ${problem}`),
  ];
  if (required.includes("DAC_OVERRIDE")) because.push(await weaker(ask, required));
  const claim = required.length === 0 ? "needs no capability" : `needs only ${required.join(", ")}`;
  return {
    required,
    restrictions: { dropAll: true, addCapabilities: required },
    witnesses,
    proofs: [proof(claim, final, "all others are dropped")],
    because: { capabilities: because },
  };
}

const defaults: ReadonlySet<string> = new Set(defaultCapabilities);

/** Even the engine's own default set breaks once it is spelled out: nothing can be said, so nothing is taken away. */
async function keepAll(ask: (set: readonly Capability[]) => Promise<Answer>): Promise<CapabilityLesson> {
  const all = await ask(defaultCapabilities);
  return {
    required: defaultCapabilities,
    restrictions: {},
    witnesses: [],
    proofs: [proof("runs with the default capabilities named one by one", all, "")],
    because: { capabilities: [told(all, titleOf(defaultCapabilities))] },
  };
}

/** Reading and searching everything is less than writing everything; it is outside the default set, so it is only told. */
async function weaker(
  ask: (set: readonly Capability[]) => Promise<Answer>,
  required: readonly Capability[],
): Promise<string> {
  const set = required.map((name): Capability => (name === "DAC_OVERRIDE" ? "DAC_READ_SEARCH" : name));
  return told(await ask(set), "with DAC_READ_SEARCH in place of DAC_OVERRIDE");
}

function inOrder(set: readonly Capability[]): Capability[] {
  return [...set].toSorted((a, b) => (a < b ? -1 : 1));
}

/** Halving looks for the shortest prefix that passes: what was seen in use comes first. */
function unlikelyLast(seen: readonly Capability[]): (a: Capability, b: Capability) => number {
  return (a, b) => Number(seen.includes(b)) - Number(seen.includes(a));
}

function titleOf(set: readonly Capability[]): string {
  if (set.length === 0) return "without any capability";
  return `with only ${inOrder(set).join(", ")}`;
}
