import type { Capability } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { allowedUnderAll, underFloors } from "../../../data/seccomp/seccomp-floor.ts";
import { grantedBy } from "../../../consent/granted-calls.ts";
import { engineFloors, heldBy } from "../../trial/setting/engine-floor.ts";
import type { Lab } from "../lab.ts";
import { grantedTo } from "../../restrictions/granted-to.ts";
import { byLikelihood } from "../../restrictions/capability-order.ts";
import { withRoomFor } from "../../restrictions/budget.ts";
import { isTmpfs, placesText, withPlaces, type WritablePlace } from "../../restrictions/writable-places.ts";
import { handedOver } from "../../restrictions/handed-over.ts";
import { parseNumeric } from "../../restrictions/user.ts";
import { without } from "./lifts.ts";
import { observeRefusals } from "../../observe/calls/refusals.ts";
import { oneByOne, search, shrink } from "../shrink.ts";
import { writtenPlaces } from "./written-places.ts";

/** What a restriction lacks, and the smallest widening of it that was found. */
export interface Missing {
  /** `tmpfs /tmp`, `memory 16 MiB`. */
  readonly culprit: string;
  readonly detail: string;
  readonly widen: (restrictions: Restrictions) => Restrictions;
}

/** Which writable path a read-only profile lacks: what the container writes under the rest of the profile, each path tried. */
export async function missingPaths(lab: Lab, restrictions: Restrictions): Promise<Missing> {
  const { tmpfs = [], anonymousVolumes = [] } = restrictions;
  const writableRoot = (r: Restrictions) => without(r, "readOnlyRootfs");
  const found = await writtenPlaces(lab, "what it writes under the rest of the profile", writableRoot(restrictions));
  const candidates: readonly WritablePlace[] = [...found.tmpfs, ...found.volumes];
  const uncovered = [...found.uncovered, ...found.lasting.map(({ path }) => path)];

  const passesWith = async (added: readonly WritablePlace[]) => {
    const title = added.length === 0 ? "the profile as it is" : `the profile with ${placesText(added)}`;
    return (await lab.ask(title, withPlaces(restrictions, [...tmpfs, ...anonymousVolumes, ...added]))).passes;
  };
  const user = parseNumeric(restrictions.user ?? "");
  // Another user than the image's may not write where the image's may.
  const handed =
    user === undefined || user.uid === 0 ? candidates : [...handedOver(found.tmpfs, user), ...found.volumes];
  let places = candidates;
  let passes = candidates.length > 0 && (await passesWith(candidates));
  if (!passes && candidates.length > 0) passes = await passesWith((places = handed));
  if (passes) {
    const missing = await shrink(places, oneByOne(passesWith));
    return {
      culprit: placesText(missing),
      detail: missing
        .map((place) => `a writable ${place.path} is missing from ${isTmpfs(place) ? "tmpfs" : "the volumes"}`)
        .join(", "),
      widen: (r) => {
        const all = [...(r.tmpfs ?? []), ...(r.anonymousVolumes ?? []), ...missing];
        return withRoomFor(
          r,
          withPlaces(
            r,
            all.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
          ),
        );
      },
    };
  }
  const written = [...candidates.map(({ path }) => path), ...uncovered];
  if (written.length === 0)
    return {
      culprit: "the read-only root file system",
      detail: "it passes on a writable root, though no write was seen",
      widen: writableRoot,
    };
  return {
    culprit: `the read-only root file system: ${written.join(", ")}`,
    detail: `it writes ${written.join(", ")}, where a tmpfs does not suffice: that needs a volume`,
    widen: writableRoot,
  };
}

/** Which capabilities the profile lacks, out of those that a container without it has; those that were `used` are tried first. */
export async function missingCapabilities(
  lab: Lab,
  restrictions: Restrictions,
  used: readonly Capability[] = [],
): Promise<Missing> {
  const held = restrictions.addCapabilities ?? [];
  const passesWith = async (added: readonly Capability[]) => {
    const title = added.length === 0 ? "the profile as it is" : `the profile with ${added.join(", ")}`;
    return (await lab.ask(title, { ...restrictions, addCapabilities: [...held, ...added] })).passes;
  };
  const others = grantedTo(lab).filter((name) => !held.includes(name));
  const likely = others.filter((name) => used.includes(name));
  const enough = await search(
    others.toSorted((a, b) => Number(likely.includes(b)) - Number(likely.includes(a)) || byLikelihood(b, a)),
    passesWith,
    [likely.length === 0 ? 2 : likely.length],
  );
  if (enough === undefined)
    return {
      culprit: "the dropped capabilities",
      detail: "it passes only when nothing is dropped",
      widen: (r) => ({ ...r, addCapabilities: grantedTo(lab) }),
    };
  const missing = (await shrink(enough, oneByOne(passesWith))).toSorted();
  return {
    culprit: `capabilities ${missing.join(", ")}`,
    detail: missing.map((name) => `${name} is missing from capabilities.required`).join(", "),
    widen: (r) => ({ ...r, addCapabilities: [...new Set([...(r.addCapabilities ?? []), ...missing])].toSorted() }),
  };
}

/** Which calls a seccomp list lacks: those that the kernel says it refused, added until the container passes. */
export async function missingCalls(lab: Lab, restrictions: Restrictions): Promise<Missing> {
  const culprit = "the seccomp list";
  let filter = restrictions.seccomp;
  const added = new Set<string>();
  const held = heldBy(restrictions, lab.workload);
  const known = await engineFloors(lab.run, held, filter?.architectures ?? []);
  const floors = "floors" in known ? known.floors : [];
  const granted = grantedBy(lab.permit);
  // Where the engine's own profile is not known, no list was loaded in the first place.
  const isOpen = (name: string) => "floors" in known && (granted(name) || allowedUnderAll(floors, name).length > 0);
  for (let round = 0; filter !== undefined && round < mostRounds; round++) {
    const refusals = await observeRefusals(lab.run, filter);
    const title = added.size === 0 ? "which calls are refused" : `the profile with ${[...added].toSorted().join(", ")}`;
    const asked = { ...restrictions, seccomp: filter };
    const answer = await lab.ask(title, asked, { observe: [refusals.observer] });
    // What the engine's own profile refuses is not missing: the original did without it.
    const refused = ((await refusals.finish()) ?? []).filter(({ name }) => isOpen(name));
    if (answer.passes && added.size === 0)
      return { culprit, detail: "it passes when its calls are watched: it breaks only sometimes", widen: (r) => r };
    if (answer.passes) {
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
    widen: (r) => without(r, "seccomp"),
  };
}

const mostRounds = 6;
