import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Lab } from "../lab.ts";
import { withRoomFor } from "../../restrictions/budget.ts";
import { idsOf } from "../answer-words.ts";
import { changes } from "./changes.ts";
import { liftsOf, type Lift } from "./lifts.ts";
import type { Answer } from "../answer.ts";
import { missingCalls, missingCapabilities, missingPaths, type Missing } from "./missing.ts";
import { runtimeProfile } from "../../observe/runtime-profile.ts";
import { missingRoom } from "./missing-room.ts";
import { missingTmpfs } from "./missing-tmpfs.ts";
import { missingUser } from "./missing-user.ts";
import { oneByOne, shrink } from "../shrink.ts";

export interface Culprit {
  /** `tmpfs /tmp`, `memory 16 MiB`; undefined when it breaks even with every restriction lifted. */
  readonly culprit?: string;
  readonly detail: string;
  /** Trials that the search took. */
  readonly trials: readonly string[];
  /** The restrictions with the smallest widening that was found; undefined when none is to blame. */
  readonly widened?: Restrictions;
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
  ).filter(({ lift }) => changes(restrictions, lift(restrictions), lab));
  const passesWithout = async (lifted: readonly Lift[]) => {
    const title = `the profile without ${lifted.map(({ name }) => name).join(", ")}`;
    return (await lab.ask(title, without(restrictions, lifted))).passes;
  };
  const chance = async () =>
    (await lab.confirm("the whole profile once more, to be sure that it breaks", restrictions, 1)).passes;
  for (const lift of lifts)
    if (await passesWithout([lift]))
      return (await chance()) ? byChance : found(restrictions, [await missing(lab, restrictions, lift)]);
  if (lifts.length > 1 && (await passesWithout(lifts))) {
    if (await chance()) return byChance;
    const together = await shrink(
      lifts,
      oneByOne((lifted) => (lifted.length === 0 ? Promise.resolve(false) : passesWithout(lifted))),
    );
    const all: Missing[] = [];
    // Each is looked into while the others are lifted.
    for (const lift of together) {
      const others = together.filter((other) => other !== lift);
      all.push(await missing(lab, without(restrictions, others), lift));
    }
    return found(restrictions, all);
  }
  return { detail: "It breaks even with every restriction lifted, so none of them is to blame." };
}

const byChance = {
  detail:
    "It passes when it runs again under the same restrictions: it breaks only sometimes, and none of them is to blame for certain.",
};

function without(restrictions: Restrictions, lifts: readonly Lift[]): Restrictions {
  return lifts.reduce((rest, { lift }) => lift(rest), restrictions);
}

function found(restrictions: Restrictions, all: readonly Missing[]): Omit<Culprit, "trials"> {
  return {
    culprit: all.map(({ culprit }) => culprit).join(" and "),
    detail: all.map(({ detail }) => detail).join("; "),
    widened: all.reduce((rest, { widen }) => widen(rest), restrictions),
  };
}

async function missing(lab: Lab, restrictions: Restrictions, { kind, name, path = "", lift }: Lift): Promise<Missing> {
  switch (kind) {
    case "readOnlyRootfs":
      return missingPaths(lab, restrictions);
    case "capabilities":
      return missingCapabilities(lab, restrictions);
    case "seccomp":
      return missingCalls(lab, restrictions);
    case "user":
      return missingUser(lab, restrictions);
    case "memoryBytes":
    case "pids":
    case "cpus":
      return missingRoom(lab, restrictions, kind);
    case "tmpfsRoom":
      return missingTmpfs(lab, restrictions, path);
    case "shmBytes":
      // The engine's default is larger, and room for it has to be there.
      return {
        culprit: name,
        detail: `it passes with the engine's /dev/shm of 64 MiB`,
        widen: (r) => withRoomFor(r, lift(r)),
      };
    case "noNewPrivileges": {
      const stacked = await runtimeProfile(lab.run.engine.info);
      const why = stacked === undefined ? "" : ` (${stacked})`;
      return { culprit: name, detail: `it passes once ${name} is lifted${why}`, widen: lift };
    }
    default:
      return { culprit: name, detail: `it passes once ${name} is lifted`, widen: lift };
  }
}
