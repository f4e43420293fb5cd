import { Failure } from "../../../domain/failure.ts";
import type { Candidate } from "../archive/choose-manifest.ts";
import { checkPlatform, choosePlatform, imagesOf } from "../archive/choose-manifest.ts";
import { parseConfig } from "../archive/config.ts";
import type { Image } from "../image-source.ts";
import type { ImageConfig } from "../../../domain/image/image-config.ts";
import { layerHistory } from "../archive/layer-history.ts";
import type { ManifestDocument } from "../archive/manifest.ts";
import { badManifest, isForeign, parseManifest } from "../archive/manifest.ts";
import type { Platform } from "../archive/platform.ts";
import type { RegistryClient } from "./client.ts";
import { fetchBlob, fetchManifest } from "./fetch-document.ts";
import type { ImageReference } from "./reference.ts";
import { parseReference, showReference } from "./reference.ts";
import type { RegistryOptions } from "./repository.ts";
import { askRepository } from "./repository.ts";

type ImageManifest = Extract<ManifestDocument, { kind: "manifest" }>;

interface ResolvedImage {
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
  readonly manifestDigest: string;
  readonly indexDigest?: string;
}

/**
 * Opens an image of a registry (OCI distribution-spec, "Pull"). Downloads only its manifest and configuration; layers
 * are downloaded on each read. Throws `Failure` (`bad-usage`, `bad-config`, `registry-unreachable`,
 * `registry-refused`, `no-such-image`, `bad-image`, `interrupted`).
 */
export async function openRegistryImage(
  name: string,
  options: RegistryOptions & { readonly platform?: string } = {},
): Promise<Image> {
  const reference = parseReference(name);
  const label = showReference(reference);
  const { result, client, rest } = await askRepository(reference, options, (candidate) =>
    find(candidate, reference, label, options.platform, options.signal),
  );
  const { manifest, config, manifestDigest, indexDigest } = result;
  if (manifest.layers.length !== config.diffIds.length) {
    throw badManifest(
      label,
      `it has ${manifest.layers.length} layers, its configuration names ${config.diffIds.length}`,
    );
  }
  const history = layerHistory(config);
  const endpoints = [client.endpoint, ...rest];
  return {
    name: label,
    digest: manifest.config.digest,
    manifestDigest,
    ...(indexDigest === undefined ? {} : { indexDigest }),
    config,
    layers: manifest.layers.map((layer, index) => {
      const origin = `layer ${index} of ${label}`;
      if (isForeign(layer)) {
        throw new Failure("bad-image", `${origin} may not be passed on by registries (${layer.mediaType}).`, {
          hint: "Inspect the image in an engine that has it.",
        });
      }
      const { digest, size } = layer;
      return {
        index,
        diffId: config.diffIds[index] ?? "",
        createdBy: history[index] ?? "",
        bytes: { kind: "registry", blob: { endpoints, digest, size }, where: origin },
        cacheKey: `blob:${digest}`,
        compressedBytes: size,
        verified: true,
      };
    }),
  };
}

async function find(
  client: RegistryClient,
  reference: ImageReference,
  label: string,
  platform: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ResolvedImage> {
  const manifestAt = async (digest: string): Promise<ManifestDocument> =>
    parseManifest(
      (await fetchManifest(client, digest, `${label} (${digest})`, signal)).bytes,
      `the manifest ${digest} of ${label}`,
    );
  const imageOf = async (document: ManifestDocument) => {
    if (document.kind === "index") throw badManifest(label, "it lists an index as an image");
    const bytes = await fetchBlob(client, document.config, label, signal);
    return { manifest: document, config: parseConfig(bytes, `the configuration of ${label}`) };
  };

  const top = await fetchManifest(client, reference.digest ?? reference.tag ?? "latest", label, signal);
  const root = parseManifest(top.bytes, `the manifest of ${label}`);
  if (root.kind === "manifest") {
    const image = await imageOf(root);
    checkPlatform(image.config, platform, label);
    return { ...image, manifestDigest: top.digest };
  }
  const candidates = await imagesOf(
    root.manifests,
    (entry) => manifestAt(entry.digest),
    () => [],
    label,
  );
  const platformOf = async (candidate: Candidate): Promise<Platform> =>
    (await imageOf(await manifestAt(candidate.entry.digest))).config;
  const { entry } = await choosePlatform(candidates, platform, platformOf, label);
  const image = await imageOf(await manifestAt(entry.digest));
  checkPlatform(image.config, platform, label);
  return { ...image, manifestDigest: entry.digest, indexDigest: top.digest };
}
