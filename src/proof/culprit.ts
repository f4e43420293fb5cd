import type { Restrictions } from "../domain/profile.ts";
import type { Lab } from "./lab.ts";
import type { Answer } from "./majority.ts";
import { idsOf } from "./learn/lesson.ts";
import { liftsOf, type Lift } from "./lifts.ts";
import { missingCapabilities, missingPaths } from "./missing.ts";
import { oneByOne, shrink } from "./shrink.ts";

export interface Culprit {
  /** `tmpfs /tmp`, `memory 16 MiB`; undefined when it breaks even with every restriction lifted. */
  readonly culprit?: string;
  readonly detail: string;
  /** Trials that the search took. */
  readonly trials: readonly string[];
}

/** Which restriction broke it: each is lifted alone, the most likely first; then, if no single one is it, all but as few as possible. */
export async function findCulprit(lab: Lab, restrictions: Restrictions, broken: Answer): Promise<Culprit> {
  const before = lab.trials.length;
  const found = await search(lab, restrictions, broken);
  return { ...found, trials: idsOf(lab.trials.slice(before)) };
}

async function search(lab: Lab, restrictions: Restrictions, broken: Answer): Promise<Omit<Culprit, "trials">> {
  const lifts = liftsOf(
    restrictions,
    broken.trials.flatMap(({ problems, logTail }) => [...problems, ...logTail]).join("\n"),
  );
  const passesWithout = async (lifted: readonly Lift[]) => {
    const title = `the profile without ${lifted.map(({ name }) => name).join(", ")}`;
    return (
      await lab.ask(
        title,
        lifted.reduce((rest, { lift }) => lift(rest), restrictions),
      )
    ).passes;
  };
  for (const lift of lifts) if (await passesWithout([lift])) return name(lab, restrictions, lift);
  if (lifts.length > 1 && (await passesWithout(lifts))) {
    const together = await shrink(
      lifts,
      oneByOne((lifted) => (lifted.length === 0 ? Promise.resolve(false) : passesWithout(lifted))),
    );
    const names = together.map((lift) => lift.name).join(" and ");
    return { culprit: names, detail: `It passes once ${names} are lifted together.` };
  }
  return { detail: "It breaks even with every restriction lifted, so none of them is to blame." };
}

async function name(lab: Lab, restrictions: Restrictions, lift: Lift): Promise<Omit<Culprit, "trials">> {
  if (lift.kind === "readOnlyRootfs") return missingPaths(lab, restrictions);
  if (lift.kind === "capabilities") return missingCapabilities(lab, restrictions);
  return { culprit: lift.name, detail: `It passes once ${lift.name} is lifted.` };
}
