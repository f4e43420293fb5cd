import type { ProvenOn } from "../../domain/profile/proven-on.ts";
import type { ProofEnvironment } from "../../domain/profile/proof-environment.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Comparison, Difference, SameImage, Standing } from "../../domain/profile/standing.ts";
import { aspects, type RecordedEnvironment } from "./aspects.ts";
import { proofAge, type ExpiredAfter } from "./proof-age.ts";
import { sameAsId, sameImage } from "./same-image.ts";

/** Where the profile would be used: the machine and its image. */
export interface ProfileUse extends ProofEnvironment {
  /** The image's id in this engine; absent if it has none. */
  readonly imageId?: string;
}

/**
 * Validity of a profile's proof on `current` and on the day `today`: pure, for `verify` and other checks of running
 * containers. Of several machines with a record, the most similar one is compared; the age is that of the last proof.
 */
export function standingOf(
  profile: Profile,
  current: ProfileUse,
  today: string,
  expiry?: ExpiredAfter,
): Required<Standing> {
  const { provenOn, alsoProvenOn = [] } = profile;
  const records = provenOn === undefined ? [undefined] : [provenOn, ...alsoProvenOn];
  const [nearest] = records
    .map((record) => comparedWith(profile, record, current))
    .toSorted((a, b) => a.differences.length - b.differences.length);
  if (nearest === undefined) throw new Error("nothing was compared");
  return { age: proofAge(provenOn, today, expiry), machine: nearest };
}

function comparedWith(profile: Profile, record: ProvenOn | undefined, current: ProfileUse): Comparison {
  const image =
    record === undefined
      ? sameAsId(profile.image.digest, [current.imageId, current.image.configDigest, current.image.manifestDigest])
      : sameImage(record.image, current.image);
  const recordedEnvironment = record ?? recordedByEarlier(profile);
  const compared = aspects.map((aspect) => ({
    aspect,
    proven: aspect.of(recordedEnvironment),
    actual: aspect.of(current),
  }));
  const differing = compared.filter(({ proven, actual }) => proven !== undefined && proven !== actual);
  const differingAspects = new Set(differing.map(({ aspect }) => aspect.what));
  return {
    image,
    differences: [
      ...differing.flatMap(({ aspect, proven = "", actual }) => {
        const { what, mayVoid, fields, shown, within = "" } = aspect;
        if (differingAspects.has(within)) return [];
        const actualText = actual === undefined ? "not known" : (shown?.(current) ?? actual);
        return [{ what, proven: shown?.(recordedEnvironment) ?? proven, actual: actualText, mayVoid, fields }];
      }),
      ...imageDifference(record?.image ?? { configDigest: profile.image.digest, diffIds: [] }, image, current),
    ],
    unrecorded: compared.flatMap(({ aspect, proven, actual }) =>
      proven === undefined && actual !== undefined ? [aspect.what] : [],
    ),
  };
}

/** Profiles of earlier versions contain the engine's version, the kernel and usually the cgroup version. */
function recordedByEarlier({ engine, kernel, assumptions }: Profile): RecordedEnvironment {
  const { cgroup } = assumptions;
  const version = cgroup === "v1" ? 1 : 2;
  return {
    kernel,
    engine: { version: engine.version },
    ...((cgroup === "v1" || cgroup === "v2") && { cgroup: { version } }),
  };
}

function imageDifference(
  recordedImage: ProofEnvironment["image"],
  { same, by }: SameImage,
  current: ProfileUse,
): Difference[] {
  if (same === "yes") return [];
  const { image, imageId } = current;
  const proven =
    recordedImage.configDigest ?? recordedImage.manifestDigest ?? recordedImage.diffIds.at(-1) ?? "not known";
  if (imageId === undefined)
    return [
      { what: "image", proven, actual: "not on this engine", mayVoid: "without it nothing can be run", fields: [] },
    ];
  const mayVoid =
    same === "unknown"
      ? "it may be another image, or the same one in another kind of store: the two were never named by the same digest"
      : by === "configuration digest" &&
          recordedImage.diffIds.length > 0 &&
          recordedImage.diffIds.join() === image.diffIds.join()
        ? "the layers are the same and the configuration is not: user, command, environment and volumes may be others"
        : "another image may need what this one did not, and nothing of the profile is proven for it";
  const actual = image.configDigest ?? image.manifestDigest ?? imageId;
  return [{ what: "image", proven, actual, mayVoid, fields: [] }];
}
