import type { ImageIdentity } from "../../domain/profile/proven-on.ts";
import type { SameImage } from "../../domain/profile/standing.ts";

/**
 * Whether two are one image, wherever they are kept: by the digest of the configuration, which holds the layers' digests; where one side does
 * not tell it, by the layers; where neither has any, by the platform's manifest, which differs with the compression alone.
 */
export function sameImage(then: ImageIdentity, now: ImageIdentity): SameImage {
  const answer = (same: boolean, by: NonNullable<SameImage["by"]>): SameImage => ({ same: same ? "yes" : "no", by });
  if (then.configDigest !== undefined && now.configDigest !== undefined)
    return answer(then.configDigest === now.configDigest, "configuration digest");
  if (then.diffIds.length > 0 && now.diffIds.length > 0)
    return answer(then.diffIds.join() === now.diffIds.join(), "layers");
  if (then.manifestDigest !== undefined && now.manifestDigest !== undefined)
    return answer(then.manifestDigest === now.manifestDigest, "manifest digest");
  return { same: "unknown" };
}

/**
 * The same for a profile of an earlier version, which keeps one digest and does not say of what: that of the configuration, or of an index or
 * manifest. None that fits proves nothing: one image has many indexes.
 */
export function sameAsId(then: string, here: readonly (string | undefined)[]): SameImage {
  return here.includes(then) ? { same: "yes", by: "image id" } : { same: "unknown" };
}
