import type { Capability } from "../../../domain/profile/capability.ts";
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
import { oneByOne, search as searchLeast, shrink, type Oracle } from "../shrink.ts";

export interface Culprit {
  /** `tmpfs /tmp`, `memory 16 MiB`; undefined when it breaks even with every restriction lifted. */
  readonly culprit?: string;
  readonly detail: string;
  /** Trials that the search took. */
  readonly trials: readonly string[];
  /** The restrictions with the smallest widening that was found; undefined when none is to blame. */
  readonly widened?: Restrictions;
}

/** What was seen elsewhere. A hint for the order only. */
export interface Hints {
  /** Capabilities that the original was seen to use. */
  readonly capabilities?: readonly Capability[];
  /** The user was chosen by learning, which may take it back. */
  readonly ownUser?: boolean;
}

/**
 * Which restriction broke it. What the container itself complains of is lifted first. Then all limits are: what breaks without them as well is looked for among
 * the others, by halving, before any limit is touched.
 */
export async function findCulprit(
  lab: Lab,
  restrictions: Restrictions,
  broken: Answer,
  hints: Hints = {},
): Promise<Culprit> {
  const before = lab.trials.length;
  const found = await search(lab, restrictions, broken, hints);
  return { ...found, trials: idsOf(lab.trials.slice(before)) };
}

async function search(
  lab: Lab,
  restrictions: Restrictions,
  broken: Answer,
  hints: Hints,
): Promise<Omit<Culprit, "trials">> {
  const lifts = liftsOf(
    restrictions,
    broken.trials.flatMap(({ problems, logTail }) => [...problems, ...logTail]).join("\n"),
  ).filter(({ lift }) => changes(restrictions, lift(restrictions), lab));
  const passesWithout = async (lifted: readonly Lift[]) => {
    if (lifted.length === 0) return false;
    const title = `the profile without ${lifted.map(({ name }) => name).join(", ")}`;
    return (await lab.ask(title, without(restrictions, lifted))).passes;
  };
  const together = await leastLifts(lifts, passesWithout);
  if (together === undefined)
    return { detail: "It breaks even with every restriction lifted, so none of them is to blame." };
  const again = await lab.confirm("the whole profile once more, to be sure that it breaks", restrictions, 1);
  if (again.passes) return byChance;
  const all: Missing[] = [];
  // Each is looked into while the others are lifted.
  for (const lift of together) {
    const others = together.filter((other) => other !== lift);
    all.push(await missing(lab, without(restrictions, others), lift, hints));
  }
  return found(restrictions, all);
}

/** As few as possible whose lifting helps; undefined where that of all does not. */
export async function leastLifts(
  lifts: readonly Lift[],
  passesWithout: Oracle<Lift>,
): Promise<readonly Lift[] | undefined> {
  const [first] = lifts;
  if (first === undefined) return undefined;
  if (first.hasSymptom && (await passesWithout([first]))) return preferInit(lifts, [first], passesWithout);
  const [limits, privileges] = [lifts.filter(isLimit), lifts.filter((lift) => !isLimit(lift))];
  for (const some of [limits, privileges, lifts]) {
    if (some.length === 0 || !(await passesWithout(some))) continue;
    const enough = await searchLeast(some, passesWithout);
    if (enough === undefined) continue;
    return preferInit(lifts, await shrink(enough, oneByOne(passesWithout)), passesWithout);
  }
  return undefined;
}

/** An init process that learning added may be all that needs a capability: then it goes, and the capability stays dropped. */
async function preferInit(
  lifts: readonly Lift[],
  found: readonly Lift[],
  passesWithout: Oracle<Lift>,
): Promise<readonly Lift[]> {
  const init = lifts.find(({ kind }) => kind === "init");
  const [only] = found;
  if (init === undefined || found.length > 1 || only?.kind !== "capabilities") return found;
  return (await passesWithout([init])) ? [init] : found;
}

function isLimit({ kind }: Lift): boolean {
  return kind === "memoryBytes" || kind === "pids" || kind === "cpus";
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

async function missing(
  lab: Lab,
  restrictions: Restrictions,
  { kind, name, path = "", lift }: Lift,
  hints: Hints,
): Promise<Missing> {
  switch (kind) {
    case "readOnlyRootfs":
      return missingPaths(lab, restrictions);
    case "capabilities":
      return missingCapabilities(lab, restrictions, hints.capabilities);
    case "seccomp":
      return missingCalls(lab, restrictions);
    case "user":
      return missingUser(lab, restrictions, hints.ownUser);
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
