import { Failure } from "../../../domain/failure.ts";
import type { ListedManifest, ManifestDocument } from "./manifest.ts";
import { badManifest, isImageEntry } from "./manifest.ts";
import type { Platform } from "./platform.ts";
import { hostPlatform, parsePlatform, platformDistance, showPlatform } from "./platform.ts";

/** An image among several, with its names in its index, or in the enclosing index. */
export interface Candidate {
  readonly entry: ListedManifest;
  readonly names: readonly string[];
  /** Digest of the nearest index below the outermost. */
  readonly index?: string;
}

const maxDepth = 8;
const maxIndexes = 200;
const indexTypes = new Set([
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
]);

/** All images of an index and its nested indexes, without attestations and other artifacts. `fetch` has checked the digest. */
export async function imagesOf(
  manifests: readonly ListedManifest[],
  fetch: (entry: ListedManifest) => Promise<ManifestDocument>,
  namesOf: (entry: ListedManifest) => readonly string[],
  origin: string,
): Promise<readonly Candidate[]> {
  const digests = new Set<string>();
  async function walk(
    entries: readonly ListedManifest[],
    above: Omit<Candidate, "entry">,
    depth: number,
  ): Promise<Candidate[]> {
    if (depth > maxDepth) throw badManifest(origin, `its indexes are nested more than ${maxDepth} deep`);
    const images: Candidate[] = [];
    for (const entry of entries) {
      const names = [...above.names, ...namesOf(entry)];
      if (!indexTypes.has(entry.mediaType ?? "")) {
        if (isImageEntry(entry)) images.push({ ...above, entry, names });
        continue;
      }
      // An index under two tags is walked for each name; it cannot contain itself, since its digest is checked.
      digests.add(`${entry.digest} ${names.join(" ")}`);
      if (digests.size > maxIndexes) throw badManifest(origin, `it lists more than ${maxIndexes} indexes`);
      const inner = await fetch(entry);
      if (inner.kind !== "index") throw badManifest(origin, `${entry.digest} should be an index and is not one`);
      images.push(...(await walk(inner.manifests, { names, index: entry.digest }, depth + 1)));
    }
    return images;
  }
  return walk(manifests, { names: [] }, 0);
}

/**
 * The image for `platform`; without it the only one, or the one for this machine. `platformOf` determines the
 * platform of entries without one. Throws `Failure` (`no-such-image`) with the available ones.
 */
export async function choosePlatform(
  candidates: readonly Candidate[],
  platform: string | undefined,
  platformOf: (candidate: Candidate) => Promise<Platform>,
  origin: string,
): Promise<Candidate> {
  const distinct = [...new Map(candidates.map((one) => [one.entry.digest, one])).values()];
  const [first] = distinct;
  if (first === undefined) throw badManifest(origin, "it lists no images");
  if (platform === undefined && distinct.length === 1) return first;
  const target = platform === undefined ? hostPlatform() : parsePlatform(platform);
  let best: { readonly candidate: Candidate; readonly distance: number } | undefined;
  const offered: string[] = [];
  for (const candidate of distinct) {
    const has = candidate.entry.platform ?? (await platformOf(candidate));
    offered.push(showPlatform(has));
    const distance = platformDistance(target, has);
    if (distance !== undefined && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  if (best !== undefined) return best.candidate;
  throw noSuchPlatform(origin, target, offered);
}

/**
 * Checks the platform of the image itself: its index may be wrong, and a single image has none. Configurations seldom
 * contain their variant, so it does not count. Throws `Failure` (`no-such-image`).
 */
export function checkPlatform({ os, architecture }: Platform, platform: string | undefined, origin: string): void {
  if (platform === undefined) return;
  const requested = parsePlatform(platform);
  if (requested.os === os && requested.architecture === architecture) return;
  throw noSuchPlatform(origin, requested, [showPlatform({ os, architecture })]);
}

function noSuchPlatform(origin: string, requested: Platform, offered: readonly string[]): Failure {
  const list = [...new Set(offered)].sort();
  return new Failure(
    "no-such-image",
    `${origin} has no image for ${showPlatform(requested)}; it has: ${list.join(", ")}.`,
    {
      hint: `Choose one of them: --platform ${list[0] ?? ""}`,
    },
  );
}
