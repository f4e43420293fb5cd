import type { ImageIdentity } from "../../domain/profile/proven-on.ts";
import type { SameImage } from "../../domain/profile/standing.ts";

/**
 * Whether two identities are the same image, in any store: by the configuration digest, which includes the layers'
 * digests; if one side lacks it, by the layers; if neither has any, by the platform's manifest, which also differs by
 * compression.
 */
export function sameImage(expected: ImageIdentity, actual: ImageIdentity): SameImage {
  const answer = (same: boolean, by: NonNullable<SameImage["by"]>): SameImage => ({ same: same ? "yes" : "no", by });
  if (expected.configDigest !== undefined && actual.configDigest !== undefined)
    return answer(expected.configDigest === actual.configDigest, "configuration digest");
  if (expected.diffIds.length > 0 && actual.diffIds.length > 0)
    return answer(expected.diffIds.join() === actual.diffIds.join(), "layers");
  if (expected.manifestDigest !== undefined && actual.manifestDigest !== undefined)
    return answer(expected.manifestDigest === actual.manifestDigest, "manifest digest");
  return { same: "unknown" };
}

/**
 * The same for a profile of an earlier version, which has one digest of unknown kind: configuration, index or manifest.
 * A mismatch proves nothing, since one image has many indexes.
 */
export function sameAsId(expectedId: string, actualIds: readonly (string | undefined)[]): SameImage {
  return actualIds.includes(expectedId) ? { same: "yes", by: "image id" } : { same: "unknown" };
}
