import type { ProvenOn, Setting } from "../../domain/profile/proven-on.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Comparison, Difference, SameImage, Standing } from "../../domain/profile/standing.ts";
import { aspects, type Recorded } from "./aspects.ts";
import { proofAge, type ExpiredAfter } from "./proof-age.ts";
import { sameAsId, sameImage } from "./same-image.ts";

/** Where the profile would be used: the machine, and the image that is there. */
export interface Here extends Setting {
  /** As this engine names the image; absent when it has none. */
  readonly imageId?: string;
}

/**
 * What a profile's proof is worth on `here` and on the day `today`: pure, for `verify` and for whatever else looks at running containers. Of several
 * machines that it was proven on, the one that is most like this is compared; the age is that of the last proof.
 */
export function standingOf(profile: Profile, here: Here, today: string, after?: ExpiredAfter): Required<Standing> {
  const { provenOn, alsoProvenOn = [] } = profile;
  const records = provenOn === undefined ? [undefined] : [provenOn, ...alsoProvenOn];
  const [nearest] = records
    .map((record) => comparedWith(profile, record, here))
    .toSorted((a, b) => a.differences.length - b.differences.length);
  if (nearest === undefined) throw new Error("nothing was compared");
  return { age: proofAge(provenOn, today, after), machine: nearest };
}

function comparedWith(profile: Profile, record: ProvenOn | undefined, here: Here): Comparison {
  const image =
    record === undefined
      ? sameAsId(profile.image.digest, [here.imageId, here.image.configDigest, here.image.manifestDigest])
      : sameImage(record.image, here.image);
  const recorded = record ?? recordedByEarlier(profile);
  const compared = aspects.map((aspect) => ({ aspect, was: aspect.of(recorded), is: aspect.of(here) }));
  const differing = compared.filter(({ was, is }) => was !== undefined && was !== is);
  const known = new Set(differing.map(({ aspect }) => aspect.what));
  return {
    image,
    differences: [
      ...differing.flatMap(({ aspect, was = "", is }) => {
        const { what, mayVoid, fields, shown, within = "" } = aspect;
        if (known.has(within)) return [];
        const now = is === undefined ? "not known" : (shown?.(here) ?? is);
        return [{ what, was: shown?.(recorded) ?? was, is: now, mayVoid, fields }];
      }),
      ...imageDifference(record?.image ?? { configDigest: profile.image.digest, diffIds: [] }, image, here),
    ],
    unrecorded: compared.flatMap(({ aspect, was, is }) => (was === undefined && is !== undefined ? [aspect.what] : [])),
  };
}

/** Profiles of earlier versions say the engine's version, the kernel and mostly the cgroups. */
function recordedByEarlier({ engine, kernel, assumptions }: Profile): Recorded {
  const { cgroup } = assumptions;
  const version = cgroup === "v1" ? 1 : 2;
  return {
    kernel,
    engine: { version: engine.version },
    ...((cgroup === "v1" || cgroup === "v2") && { cgroup: { version } }),
  };
}

function imageDifference(before: Setting["image"], { same, by }: SameImage, here: Here): Difference[] {
  if (same === "yes") return [];
  const { image, imageId } = here;
  const was = before.configDigest ?? before.manifestDigest ?? before.diffIds.at(-1) ?? "not known";
  if (imageId === undefined)
    return [{ what: "image", was, is: "not on this engine", mayVoid: "without it nothing can be run", fields: [] }];
  const mayVoid =
    same === "unknown"
      ? "it may be another image, or the same one in another kind of store: the two were never named by the same digest"
      : by === "configuration digest" && before.diffIds.length > 0 && before.diffIds.join() === image.diffIds.join()
        ? "the layers are the same and the configuration is not: user, command, environment and volumes may be others"
        : "another image may need what this one did not, and nothing of the profile is proven for it";
  const is = image.configDigest ?? image.manifestDigest ?? imageId;
  return [{ what: "image", was, is, mayVoid, fields: [] }];
}
