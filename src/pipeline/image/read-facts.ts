import { availableParallelism } from "node:os";
import type { SbomContents, ImageInfo } from "../../domain/image/image-info.ts";
import { imageContents, imageInfo, type MoreFacts } from "../../facts/image/image-info.ts";
import { imageProbes } from "../../facts/image/image-probes.ts";
import { imageSecrets } from "../../facts/image/image-secrets.ts";
import { comparedFrom, duplicateCandidates } from "../../facts/image/duplicates.ts";
import { needProbe } from "../../facts/need/need-probe.ts";
import { secretsProbe } from "../../facts/secrets/secrets-probe.ts";
import { mergeLayers } from "../../facts/tree/merge-layers.ts";
import type { Tree } from "../../facts/tree/tree.ts";
import { cacheFolder as openCache } from "../../sources/paths/cache-folder.ts";
import { hashAlike } from "../../sources/image/layers/hash-files.ts";
import type { Image } from "../../sources/image/image-source.ts";
import { readImage } from "../../sources/image/layers/read-image.ts";
import type { ImageScan } from "../../domain/image/image-scan.ts";
import { readEmbeddedSboms } from "./embedded-sboms.ts";
import { cachedLayers } from "./cached-layers.ts";
import { codeStamp } from "./code-stamps.ts";
import { compareText } from "../../text/compare-text.ts";

export interface AnalyzedImage {
  readonly image: Image;
  readonly read: ImageScan;
  readonly tree: Tree;
  readonly info: ImageInfo;
  readonly exposedPorts: readonly number[];
}

export interface FactOptions extends Pick<MoreFacts, "dockerfile"> {
  /** Search every file for secrets. */
  readonly secrets?: boolean;
  /** Compare contents of files of equal size. */
  readonly duplicates?: boolean;
  /** Read what programs need, for the classes of packages. */
  readonly needs?: boolean;
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Cache folder. */
  readonly cacheFolder?: string | undefined;
  /** Its largest size; 1 GiB by default. */
  readonly cacheBytes?: number | undefined;
}

/** Layers that unpack in parallel; each has a zlib thread and two megabytes. */
const maxConcurrentLayers = 4;

/** All facts from the layers. Throws `Failure` (`bad-image`, `unreadable`, `interrupted`, `registry-...`). */
export async function readFacts(
  image: Image,
  { duplicates = false, secrets = false, needs = false, dockerfile }: FactOptions = {},
  options: ReadOptions = {},
): Promise<AnalyzedImage> {
  const read = await readLayers(image, { duplicates, secrets, needs }, options);
  const tree = mergeLayers(read.layers);
  const hashes = duplicates ? await hashAlike(image, duplicateCandidates(tree), options.signal) : undefined;
  const extraFacts = {
    ...(dockerfile && { dockerfile }),
    ...(hashes && { hashes }),
    ...(secrets && { secrets: imageSecrets(tree, image.config) }),
  };
  const info = await addEmbeddedSboms(image, tree, imageInfo(read, extraFacts, tree), options.signal);
  const exposedPorts = read.config.exposedPorts.flatMap((port) =>
    port.endsWith("/udp") ? [] : [Number.parseInt(port, 10)],
  );
  return { image, read, tree, info, exposedPorts };
}

/** Only the contents of an SBOM. */
export async function readSbomContents(image: Image, options: ReadOptions = {}): Promise<SbomContents> {
  const read = await readLayers(image, {}, options);
  const tree = mergeLayers(read.layers);
  return addEmbeddedSboms(image, tree, imageContents(read, tree), options.signal);
}

/** Adds packages that only SBOMs in the image declare. */
async function addEmbeddedSboms<T extends SbomContents>(
  image: Image,
  tree: Tree,
  contents: T,
  signal: AbortSignal | undefined,
): Promise<T> {
  const { packages, replaced, sboms, unread } = await readEmbeddedSboms(image, tree, contents.packages, signal);
  if (sboms.length + unread.length === 0) return contents;
  const allUnread = [...(contents.unread ?? []), ...unread];
  const declaredNames = new Set(packages.map(({ name }) => name));
  const { withoutVersion = [], ...rest } = contents;
  const stillWithout = withoutVersion.filter(({ name }) => !declaredNames.has(name));
  return {
    ...(rest as T),
    ...(stillWithout.length > 0 && { withoutVersion: stillWithout }),
    packages: [...contents.packages.filter((installedPackage) => !replaced.has(installedPackage)), ...packages].sort(
      (a, b) => compareText(a.purl, b.purl) || compareText(a.path, b.path),
    ),
    ...(sboms.length > 0 && { sboms }),
    ...(allUnread.length > 0 && { unread: allUnread.sort((a, b) => compareText(a.path, b.path) || a.layer - b.layer) }),
  };
}

/** Results of the probes on the layers, and all entries. */
function readLayers(
  image: Image,
  { duplicates = false, secrets = false, needs = false }: Omit<FactOptions, "dockerfile">,
  { signal, cacheFolder, cacheBytes }: ReadOptions,
): Promise<ImageScan> {
  const probes = [...imageProbes, ...(secrets ? [secretsProbe] : []), ...(needs ? [needProbe] : [])];
  return readImage(
    image,
    { probes, ...(duplicates && { hashFrom: comparedFrom }) },
    {
      atOnce: Math.min(maxConcurrentLayers, availableParallelism()),
      ...(signal && { signal }),
      ...(cacheFolder !== undefined && { read: cachedLayers(openCache(cacheFolder, cacheBytes), codeStamp("layers")) }),
    },
  );
}
