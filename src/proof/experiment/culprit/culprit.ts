import type { Capability } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../experiment-runner.ts";
import { withRoomFor } from "../../restrictions/budget.ts";
import { idsOf } from "../describe-result.ts";
import { changes } from "./changes.ts";
import { relaxationsOf, type Relaxation } from "./relaxations.ts";
import type { ExperimentResult } from "../experiment-result.ts";
import { missingCalls, missingCapabilities, missingPaths, type Shortfall } from "./missing.ts";
import { runtimeProfile } from "../../observe/runtime-profile.ts";
import { missingRoom } from "./missing-room.ts";
import { missingTmpfs } from "./missing-tmpfs.ts";
import { missingUser } from "./missing-user.ts";
import { oneByOne, search as searchLeast, shrink, type Oracle } from "../shrink.ts";

export interface Culprit {
  /** `tmpfs /tmp`, `memory 16 MiB`; undefined when it breaks even with every restriction lifted. */
  readonly culprit?: string;
  readonly detail: string;
  /** Number of trials in the search. */
  readonly trials: readonly string[];
  /** The restrictions with the smallest widening; undefined if no restriction is the culprit. */
  readonly widened?: Restrictions;
}

/** Observations of other trials. A hint for the order only. */
export interface Hints {
  /** Capabilities that the original used. */
  readonly capabilities?: readonly Capability[];
  /** The user was chosen by learning, which may revert it. */
  readonly ownUser?: boolean;
}

/**
 * Finds the culprit of a break. Lifts first the restrictions that the container complains about, then all limits: if it
 * breaks without limits, the other restrictions are searched by halving before any limit changes.
 */
export async function findCulprit(
  runner: ExperimentRunner,
  restrictions: Restrictions,
  broken: ExperimentResult,
  hints: Hints = {},
): Promise<Culprit> {
  const trialCount = runner.trials.length;
  const diagnosis = await search(runner, restrictions, broken, hints);
  return { ...diagnosis, trials: idsOf(runner.trials.slice(trialCount)) };
}

async function search(
  runner: ExperimentRunner,
  restrictions: Restrictions,
  broken: ExperimentResult,
  hints: Hints,
): Promise<Omit<Culprit, "trials">> {
  const relaxations = relaxationsOf(
    restrictions,
    broken.trials.flatMap(({ problems, logTail }) => [...problems, ...logTail]).join("\n"),
  ).filter(({ relax }) => changes(restrictions, relax(restrictions), runner));
  const passesWithout = async (relaxed: readonly Relaxation[]) => {
    if (relaxed.length === 0) return false;
    const title = `the profile without ${relaxed.map(({ name }) => name).join(", ")}`;
    return (await runner.run(title, without(restrictions, relaxed))).passes;
  };
  const culprits = await leastRelaxations(relaxations, passesWithout);
  if (culprits === undefined)
    return { detail: "It breaks even with every restriction lifted, so none of them is to blame." };
  const confirmation = await runner.confirm("the whole profile once more, to be sure that it breaks", restrictions, 1);
  if (confirmation.passes) return byChance;
  const shortfalls: Shortfall[] = [];
  // Each culprit is examined with the others lifted.
  for (const culprit of culprits) {
    const others = culprits.filter((other) => other !== culprit);
    shortfalls.push(await findShortfall(runner, without(restrictions, others), culprit, hints));
  }
  return describeCulprit(restrictions, shortfalls);
}

/** The smallest set of relaxations that passes; undefined if all of them together do not. */
export async function leastRelaxations(
  relaxations: readonly Relaxation[],
  passesWithout: Oracle<Relaxation>,
): Promise<readonly Relaxation[] | undefined> {
  const [first] = relaxations;
  if (first === undefined) return undefined;
  if (first.hasSymptom && (await passesWithout([first]))) return preferInit(relaxations, [first], passesWithout);
  const [limits, privileges] = [relaxations.filter(isLimit), relaxations.filter((one) => !isLimit(one))];
  for (const some of [limits, privileges, relaxations]) {
    if (some.length === 0 || !(await passesWithout(some))) continue;
    const enough = await searchLeast(some, passesWithout);
    if (enough === undefined) continue;
    return preferInit(relaxations, await shrink(enough, oneByOne(passesWithout)), passesWithout);
  }
  return undefined;
}

/**
 * A learned init process may be the only program that needs a capability: then the init process is removed, and the
 * capability stays dropped.
 */
async function preferInit(
  relaxations: readonly Relaxation[],
  culprits: readonly Relaxation[],
  passesWithout: Oracle<Relaxation>,
): Promise<readonly Relaxation[]> {
  const init = relaxations.find(({ kind }) => kind === "init");
  const [only] = culprits;
  if (init === undefined || culprits.length > 1 || only?.kind !== "capabilities") return culprits;
  return (await passesWithout([init])) ? [init] : culprits;
}

function isLimit({ kind }: Relaxation): boolean {
  return kind === "memoryBytes" || kind === "pids" || kind === "cpus";
}

const byChance = {
  detail:
    "It passes when it runs again under the same restrictions: it breaks only sometimes, and none of them is to blame for certain.",
};

function without(restrictions: Restrictions, relaxations: readonly Relaxation[]): Restrictions {
  return relaxations.reduce((rest, { relax }) => relax(rest), restrictions);
}

function describeCulprit(restrictions: Restrictions, shortfalls: readonly Shortfall[]): Omit<Culprit, "trials"> {
  return {
    culprit: shortfalls.map(({ culprit }) => culprit).join(" and "),
    detail: shortfalls.map(({ detail }) => detail).join("; "),
    widened: shortfalls.reduce((rest, { widen }) => widen(rest), restrictions),
  };
}

async function findShortfall(
  runner: ExperimentRunner,
  restrictions: Restrictions,
  { kind, name, path = "", relax }: Relaxation,
  hints: Hints,
): Promise<Shortfall> {
  switch (kind) {
    case "readOnlyRootfs":
      return missingPaths(runner, restrictions);
    case "capabilities":
      return missingCapabilities(runner, restrictions, hints.capabilities);
    case "seccomp":
      return missingCalls(runner, restrictions);
    case "user":
      return missingUser(runner, restrictions, hints.ownUser);
    case "memoryBytes":
    case "pids":
    case "cpus":
      return missingRoom(runner, restrictions, kind);
    case "tmpfsRoom":
      return missingTmpfs(runner, restrictions, path);
    case "shmBytes":
      // The engine's default is larger, and memory has to have room for it.
      return {
        culprit: name,
        detail: `it passes with the engine's /dev/shm of 64 MiB`,
        widen: (r) => withRoomFor(r, relax(r)),
      };
    case "noNewPrivileges": {
      const stacked = await runtimeProfile(runner.session.engine.info);
      const runtimeNote = stacked === undefined ? "" : ` (${stacked})`;
      return { culprit: name, detail: `it passes once ${name} is lifted${runtimeNote}`, widen: relax };
    }
    default:
      return { culprit: name, detail: `it passes once ${name} is lifted`, widen: relax };
  }
}
