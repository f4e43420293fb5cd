import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Answer } from "../../lab/answer.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { told, witness } from "../../lab/answer-words.ts";

export const grants = lesson(["lab"], ({ lab }, current) => learnGrants(lab, current));

/** Devices and limits that the deployment gives: each is taken away, and stays only when that breaks. */
export async function learnGrants(lab: Lab, current: Restrictions): Promise<Lesson> {
  const { devices = [], ulimits = [] } = lab.workload.grants ?? {};
  const asked: Asked[] = [];
  let restrictions: Restrictions = {
    ...(devices.length > 0 && { devices }),
    ...(ulimits.length > 0 && { ulimits }),
  };
  const without = async (field: Asked["field"], value: string, less: Restrictions) => {
    const answer = await lab.ask(`without ${value}`, { ...current, ...restrictions, ...less });
    asked.push({ field, value, answer });
    if (answer.passes) restrictions = { ...restrictions, ...less };
  };
  for (const { path } of devices)
    await without("devices", path, { devices: (restrictions.devices ?? []).filter((other) => other.path !== path) });
  for (const { name } of ulimits)
    await without("ulimits", name, { ulimits: (restrictions.ulimits ?? []).filter((other) => other.name !== name) });
  const kept = asked.filter(({ answer }) => !answer.passes);
  return {
    restrictions,
    witnesses: kept.map(({ field, value, answer }) => witness(field, value, answer)),
    proofs: [],
    because: grantWords(asked),
  };
}

/** Something that was taken away. */
interface Asked {
  readonly field: "devices" | "ulimits";
  readonly value: string;
  readonly answer: Answer;
}

/** By field, in the order in which they were asked. */
function grantWords(asked: readonly Asked[]): Lesson["because"] {
  const because: Partial<Record<Asked["field"], string[]>> = {};
  for (const { field, value, answer } of asked) (because[field] ??= []).push(told(answer, `without ${value}`));
  return because;
}
