import type { Restrictions } from "../../../domain/restrictions.ts";
import type { Witness } from "../../../domain/witness.ts";
import type { Lab } from "../../lab/lab.ts";
import { type Lesson } from "../lesson.ts";
import { told, witness } from "../../lab/answer-words.ts";

/** Devices and limits that the deployment gives: each is taken away, and stays only when that breaks. */
export async function learnGrants(lab: Lab, current: Restrictions): Promise<Lesson> {
  const { devices = [], ulimits = [] } = lab.workload.grants ?? {};
  const witnesses: Witness[] = [];
  const because: Record<string, string[]> = {};
  let restrictions: Restrictions = {
    ...(devices.length > 0 && { devices }),
    ...(ulimits.length > 0 && { ulimits }),
  };
  const without = async (field: "devices" | "ulimits", value: string, less: Restrictions) => {
    const answer = await lab.ask(`without ${value}`, { ...current, ...restrictions, ...less });
    (because[field] ??= []).push(told(answer, `without ${value}`));
    if (answer.passes) restrictions = { ...restrictions, ...less };
    else witnesses.push(witness(field, value, answer));
  };
  for (const { path } of devices)
    await without("devices", path, { devices: (restrictions.devices ?? []).filter((other) => other.path !== path) });
  for (const { name } of ulimits)
    await without("ulimits", name, { ulimits: (restrictions.ulimits ?? []).filter((other) => other.name !== name) });
  return { restrictions, witnesses, proofs: [], because };
}
