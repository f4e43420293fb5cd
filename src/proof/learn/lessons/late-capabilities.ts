import type { Capability } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Witness } from "../../../domain/profile/witness.ts";
import { describeResult, witness } from "../../experiment/describe-result.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import { lateDrop } from "../../experiment/late-drop.ts";
import { refusedIn } from "../../experiment/process-watch.ts";
import { search, shrink } from "../../experiment/shrink.ts";
import { credentialCapability } from "../../observe/identity/credential-capability.ts";
import { byLikelihood } from "../../restrictions/capability-order.ts";

export interface LateCapabilities {
  /** In addition to those needed at the start. */
  readonly capabilities: readonly Capability[];
  readonly witnesses: readonly Witness[];
  readonly because: readonly string[];
}

/**
 * Capabilities that the original needs to drop privileges after the time of other trials: some seconds after its start,
 * or at its third request. `startCapabilities` are its needs until then; each trial runs on as long as the original.
 * Without a late drop, nothing runs.
 */
export async function lateCapabilities(
  runner: ExperimentRunner,
  startCapabilities: readonly Capability[],
  granted: readonly Capability[],
  restrictionsOf: (set: readonly Capability[]) => Restrictions,
): Promise<LateCapabilities> {
  const nothing = { capabilities: [], witnesses: [], because: [] };
  const drop = await lateDrop(runner);
  if (drop === undefined) return nothing;
  const startAnd = (more: readonly Capability[]) => [...startCapabilities, ...more].toSorted();
  const titleOf = (set: readonly Capability[]) =>
    `${set.length === 0 ? "without any capability" : `with only ${set.join(", ")}`}, for ${drop.seconds} s`;
  const ask = (more: readonly Capability[]) =>
    runner.watch.ask(titleOf(startAnd(more)), restrictionsOf(startAnd(more)));
  const first = await ask([]);
  if (first === undefined) return nothing;
  if (first.passes) return { ...nothing, because: [describeResult(first, titleOf(startAnd([])))] };
  const passes = async (more: readonly Capability[]) => (await ask(more))?.passes === true;
  const droppedCapabilities = granted.filter((name) => !startCapabilities.includes(name));
  // The kernel reports which capability a refused call lacked.
  const lacking = new Set(
    [...drop.calls, ...first.trials.flatMap(refusedIn)].map((call) => credentialCapability(call)),
  );
  const likely = droppedCapabilities.filter((name) => lacking.has(name));
  const unlikelyCapabilities = droppedCapabilities
    .filter((name) => !likely.includes(name))
    .toSorted((a, b) => byLikelihood(b, a));
  const enough = (await passes(likely))
    ? likely
    : await search([...likely, ...unlikelyCapabilities], passes, [likely.length]);
  // None of its granted capabilities helps: the cause is different, and the whole profile will show it.
  if (enough === undefined) return { ...nothing, because: [describeResult(first, titleOf(startAnd([])))] };
  const needed = await shrink(enough, (sets) => Promise.all(sets.map(passes)), { othersAtOnce: 2 });
  const witnesses: Witness[] = [];
  for (const name of needed) {
    const result = await ask(needed.filter((other) => other !== name));
    if (result !== undefined) witnesses.push(witness("capabilities", name, result));
  }
  return {
    capabilities: needed,
    witnesses,
    because: witnesses.map(({ value, trials, problem }) => `${trials.join(", ")}: breaks without ${value}: ${problem}`),
  };
}
