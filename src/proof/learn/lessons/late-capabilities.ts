import type { Capability } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Witness } from "../../../domain/profile/witness.ts";
import { told, witness } from "../../lab/answer-words.ts";
import type { Lab } from "../../lab/lab.ts";
import { lateDrop } from "../../lab/late-drop.ts";
import { refusedIn } from "../../lab/process-watch.ts";
import { search, shrink } from "../../lab/shrink.ts";
import { credentialCapability } from "../../observe/identity/credential-capability.ts";
import { byLikelihood } from "../../restrictions/capability-order.ts";

export interface LateCapabilities {
  /** Beside those that are needed before. */
  readonly capabilities: readonly Capability[];
  readonly witnesses: readonly Witness[];
  readonly because: readonly string[];
}

/**
 * What the original needs to become less after the time that other trials see: some seconds after its start, or with its third request. `least` is what it
 * needs until then; each trial runs on for as long as the original. Nothing is asked where the original stays what trials see.
 */
export async function lateCapabilities(
  lab: Lab,
  least: readonly Capability[],
  granted: readonly Capability[],
  restrictionsOf: (set: readonly Capability[]) => Restrictions,
): Promise<LateCapabilities> {
  const nothing = { capabilities: [], witnesses: [], because: [] };
  const drop = await lateDrop(lab);
  if (drop === undefined) return nothing;
  const all = (more: readonly Capability[]) => [...least, ...more].toSorted();
  const titleOf = (set: readonly Capability[]) =>
    `${set.length === 0 ? "without any capability" : `with only ${set.join(", ")}`}, for ${drop.seconds} s`;
  const ask = (more: readonly Capability[]) => lab.watch.ask(titleOf(all(more)), restrictionsOf(all(more)));
  const first = await ask([]);
  if (first === undefined) return nothing;
  if (first.passes) return { ...nothing, because: [told(first, titleOf(all([])))] };
  const passes = async (more: readonly Capability[]) => (await ask(more))?.passes === true;
  const others = granted.filter((name) => !least.includes(name));
  // Of a call that was refused to it the kernel says what it lacked.
  const lacking = new Set(
    [...drop.calls, ...first.trials.flatMap(refusedIn)].map((call) => credentialCapability(call)),
  );
  const likely = others.filter((name) => lacking.has(name));
  const rest = others.filter((name) => !likely.includes(name)).toSorted((a, b) => byLikelihood(b, a));
  const enough = (await passes(likely)) ? likely : await search([...likely, ...rest], passes, [likely.length]);
  // Nothing that it was granted helps: it is something else, and the whole profile will show it.
  if (enough === undefined) return { ...nothing, because: [told(first, titleOf(all([])))] };
  const needed = await shrink(enough, (sets) => Promise.all(sets.map(passes)), { othersAtOnce: 2 });
  const witnesses: Witness[] = [];
  for (const name of needed) {
    const answer = await ask(needed.filter((other) => other !== name));
    if (answer !== undefined) witnesses.push(witness("capabilities", name, answer));
  }
  return {
    capabilities: needed,
    witnesses,
    because: witnesses.map(({ value, trials, problem }) => `${trials.join(", ")}: breaks without ${value}: ${problem}`),
  };
}
