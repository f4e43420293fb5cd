import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import type { ExperimentResult } from "../../experiment/experiment-result.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { describeResult, witness } from "../../experiment/describe-result.ts";

export const grants = lesson(["runner"], ({ runner }, current) => learnGrants(runner, current));

/** Devices and limits of the deployment: removes each, and keeps those without which it breaks. */
async function learnGrants(runner: ExperimentRunner, current: Restrictions): Promise<Lesson> {
  const { devices = [], ulimits = [] } = runner.workload.grants ?? {};
  const grantTrials: GrantTrial[] = [];
  let restrictions: Restrictions = {
    ...(devices.length > 0 && { devices }),
    ...(ulimits.length > 0 && { ulimits }),
  };
  const without = async (field: GrantTrial["field"], value: string, reducedGrants: Restrictions) => {
    const result = await runner.run(`without ${value}`, { ...current, ...restrictions, ...reducedGrants });
    grantTrials.push({ field, value, answer: result });
    if (result.passes) restrictions = { ...restrictions, ...reducedGrants };
  };
  for (const { path } of devices)
    await without("devices", path, { devices: (restrictions.devices ?? []).filter((other) => other.path !== path) });
  for (const { name } of ulimits)
    await without("ulimits", name, { ulimits: (restrictions.ulimits ?? []).filter((other) => other.name !== name) });
  const requiredGrants = grantTrials.filter(({ answer: result }) => !result.passes);
  return {
    restrictions,
    witnesses: requiredGrants.map(({ field, value, answer: result }) => witness(field, value, result)),
    proofs: [],
    because: grantWords(grantTrials),
  };
}

/** A trial without one grant. */
interface GrantTrial {
  readonly field: "devices" | "ulimits";
  readonly value: string;
  readonly answer: ExperimentResult;
}

/** By field, in the order of the trials. */
function grantWords(grantTrials: readonly GrantTrial[]): Lesson["because"] {
  const because: Partial<Record<GrantTrial["field"], string[]>> = {};
  for (const { field, value, answer: result } of grantTrials)
    (because[field] ??= []).push(describeResult(result, `without ${value}`));
  return because;
}
