import type { Capability } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { allowedUnderAll, underFloors } from "../../../data/seccomp/seccomp-floor.ts";
import { grantedBy } from "../../../consent/granted-calls.ts";
import { engineFloors, heldBy } from "../../trial/environment/engine-floor.ts";
import type { ExperimentRunner } from "../experiment-runner.ts";
import { grantedTo } from "../../restrictions/granted-to.ts";
import { byLikelihood } from "../../restrictions/capability-order.ts";
import { withRoomFor } from "../../restrictions/budget.ts";
import { isTmpfs, placesText, withPlaces, type WritablePlace } from "../../restrictions/writable-places.ts";
import { handedOver } from "../../restrictions/handed-over.ts";
import { parseNumeric } from "../../restrictions/user.ts";
import { removeRestrictions } from "./relaxations.ts";
import { observeRefusals } from "../../observe/calls/refusals.ts";
import { oneByOne, search, shrink } from "../shrink.ts";
import { writtenPlaces } from "./written-places.ts";

/** The privilege that a restriction lacks, and the smallest widening that provides it. */
export interface Shortfall {
  /** `tmpfs /tmp`, `memory 16 MiB`. */
  readonly culprit: string;
  readonly detail: string;
  readonly widen: (restrictions: Restrictions) => Restrictions;
}

/**
 * The writable path that a read-only profile lacks: tries each path that the container writes under the rest of the
 * profile.
 */
export async function missingPaths(runner: ExperimentRunner, restrictions: Restrictions): Promise<Shortfall> {
  const { tmpfs = [], anonymousVolumes = [] } = restrictions;
  const writableRoot = (r: Restrictions) => removeRestrictions(r, "readOnlyRootfs");
  const observedPlaces = await writtenPlaces(
    runner,
    "what it writes under the rest of the profile",
    writableRoot(restrictions),
  );
  const candidates: readonly WritablePlace[] = [...observedPlaces.tmpfs, ...observedPlaces.volumes];
  const uncovered = [...observedPlaces.uncovered, ...observedPlaces.lasting.map(({ path }) => path)];

  const passesWith = async (added: readonly WritablePlace[]) => {
    const title = added.length === 0 ? "the profile as it is" : `the profile with ${placesText(added)}`;
    return (await runner.run(title, withPlaces(restrictions, [...tmpfs, ...anonymousVolumes, ...added]))).passes;
  };
  const user = parseNumeric(restrictions.user ?? "");
  // A user other than the image's may lack write access.
  const chownedPlaces =
    user === undefined || user.uid === 0
      ? candidates
      : [...handedOver(observedPlaces.tmpfs, user), ...observedPlaces.volumes];
  let places = candidates;
  let passes = candidates.length > 0 && (await passesWith(candidates));
  if (!passes && candidates.length > 0) passes = await passesWith((places = chownedPlaces));
  if (passes) {
    const missingMounts = await shrink(places, oneByOne(passesWith));
    return {
      culprit: placesText(missingMounts),
      detail: missingMounts
        .map((place) => `a writable ${place.path} is missing from ${isTmpfs(place) ? "tmpfs" : "the volumes"}`)
        .join(", "),
      widen: (r) => {
        const allPlaces = [...(r.tmpfs ?? []), ...(r.anonymousVolumes ?? []), ...missingMounts];
        return withRoomFor(
          r,
          withPlaces(
            r,
            allPlaces.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
          ),
        );
      },
    };
  }
  const writtenPaths = [...candidates.map(({ path }) => path), ...uncovered];
  if (writtenPaths.length === 0)
    return {
      culprit: "the read-only root file system",
      detail: "it passes on a writable root, though no write was seen",
      widen: writableRoot,
    };
  return {
    culprit: `the read-only root file system: ${writtenPaths.join(", ")}`,
    detail: `it writes ${writtenPaths.join(", ")}, where a tmpfs does not suffice: that needs a volume`,
    widen: writableRoot,
  };
}

/** Capabilities of an unrestricted container that the profile lacks; those in `used` are tried first. */
export async function missingCapabilities(
  runner: ExperimentRunner,
  restrictions: Restrictions,
  used: readonly Capability[] = [],
): Promise<Shortfall> {
  const addedCapabilities = restrictions.addCapabilities ?? [];
  const passesWith = async (added: readonly Capability[]) => {
    const title = added.length === 0 ? "the profile as it is" : `the profile with ${added.join(", ")}`;
    return (await runner.run(title, { ...restrictions, addCapabilities: [...addedCapabilities, ...added] })).passes;
  };
  const droppedCapabilities = grantedTo(runner).filter((name) => !addedCapabilities.includes(name));
  const likely = droppedCapabilities.filter((name) => used.includes(name));
  const enough = await search(
    droppedCapabilities.toSorted(
      (a, b) => Number(likely.includes(b)) - Number(likely.includes(a)) || byLikelihood(b, a),
    ),
    passesWith,
    [likely.length === 0 ? 2 : likely.length],
  );
  if (enough === undefined)
    return {
      culprit: "the dropped capabilities",
      detail: "it passes only when nothing is dropped",
      widen: (r) => ({ ...r, addCapabilities: grantedTo(runner) }),
    };
  const requiredCapabilities = (await shrink(enough, oneByOne(passesWith))).toSorted();
  return {
    culprit: `capabilities ${requiredCapabilities.join(", ")}`,
    detail: requiredCapabilities.map((name) => `${name} is missing from capabilities.required`).join(", "),
    widen: (r) => ({
      ...r,
      addCapabilities: [...new Set([...(r.addCapabilities ?? []), ...requiredCapabilities])].toSorted(),
    }),
  };
}

/**
 * The system calls that a seccomp profile lacks: adds those that the kernel reports as refused until the container
 * passes.
 */
export async function missingCalls(runner: ExperimentRunner, restrictions: Restrictions): Promise<Shortfall> {
  const culprit = "the seccomp list";
  let filter = restrictions.seccomp;
  const added = new Set<string>();
  const effectiveCapabilities = heldBy(restrictions, runner.workload);
  const floorLookup = await engineFloors(runner.session, effectiveCapabilities, filter?.architectures ?? []);
  const floors = "floors" in floorLookup ? floorLookup.floors : [];
  const granted = grantedBy(runner.permit);
  // If the engine's profile is unknown, no list was loaded.
  const isOpen = (name: string) =>
    "floors" in floorLookup && (granted(name) || allowedUnderAll(floors, name).length > 0);
  for (let round = 0; filter !== undefined && round < mostRounds; round++) {
    const refusals = await observeRefusals(runner.session, filter);
    const title = added.size === 0 ? "which calls are refused" : `the profile with ${[...added].toSorted().join(", ")}`;
    const filteredRestrictions = { ...restrictions, seccomp: filter };
    const result = await runner.run(title, filteredRestrictions, { observe: [refusals.observer] });
    // Calls that the engine's default profile refuses are not missing: the original ran without them.
    const refused = ((await refusals.finish()) ?? []).filter(({ name }) => isOpen(name));
    if (result.passes && added.size === 0)
      return { culprit, detail: "it passes when its calls are watched: it breaks only sometimes", widen: (r) => r };
    if (result.passes) {
      const names = [...added].toSorted();
      const seccomp = filter;
      return {
        culprit: `${culprit}: ${names.join(", ")}`,
        detail: `${names.join(", ")} ${names.length === 1 ? "is" : "are"} refused, and missing from seccomp`,
        widen: (r) => ({ ...r, seccomp }),
      };
    }
    const news = refused.map(({ name }) => name).filter((name) => !added.has(name));
    if (news.length === 0) break;
    for (const name of news) added.add(name);
    const syscalls = [
      ...(restrictions.seccomp?.syscalls ?? []).flatMap((rule) => {
        const names = rule.names.filter((name) => !added.has(name));
        return names.length === 0 ? [] : [{ ...rule, names }];
      }),
      { names: [...added].toSorted(), action: "SCMP_ACT_ALLOW" as const },
    ];
    filter = underFloors({ ...filter, syscalls }, floors, granted)?.list;
  }
  return {
    culprit,
    detail: "it passes without the list; which call it lacks could not be seen from here",
    widen: (r) => removeRestrictions(r, "seccomp"),
  };
}

const mostRounds = 6;
