import { createHash } from "node:crypto";
import { Failure } from "../../../domain/failure.ts";
import { parseJson } from "./config.ts";
import { count, listOf, maybe, objectOf, recordOf, shaped, text, textLike } from "../../../formats/json/json-shape.ts";
import type { Platform } from "./platform.ts";

/** Maximum size of a manifest; registries accept 4 MiB (OCI distribution-spec, "Pushing Manifests"). */
export const maxManifestBytes = 4 * 1_048_576;
/** A configuration with a long history has 100 KB. */
export const maxConfigBytes = 16 * 1_048_576;
/** An engine mounts at most 128. */
export const maxLayers = 1_000;
const maxListed = 1_000;

const descriptorFields = {
  mediaType: maybe(text),
  digest: textLike(/^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/, "not a sha256 or sha512 digest"),
  size: count,
  annotations: maybe(recordOf(text)),
};
const platformFields = objectOf({ os: text, architecture: text, variant: maybe(text) });

const descriptor = objectOf(descriptorFields);
const indexEntry = objectOf({ ...descriptorFields, artifactType: maybe(text), platform: maybe(platform) });
const index = objectOf({ manifests: listOf(indexEntry, maxListed) });
const manifest = objectOf({
  config: descriptor,
  layers: listOf(descriptor, maxLayers),
  artifactType: maybe(text),
});

export type Descriptor = ReturnType<typeof descriptor>;
export type ListedManifest = ReturnType<typeof indexEntry>;

function platform(value: unknown, at: string): Platform {
  const { os, architecture, variant = "" } = platformFields(value, at);
  return { os, architecture, ...(variant === "" ? {} : { variant }) };
}

/** An OCI image index or Docker manifest list, or an OCI or Docker (schema 2) image manifest. */
export type ManifestDocument =
  | { readonly kind: "index"; readonly manifests: readonly ListedManifest[] }
  | { readonly kind: "manifest"; readonly config: Descriptor; readonly layers: readonly Descriptor[] };

/**
 * Parses a manifest by its fields (OCI image-spec, manifest.md and image-index.md; the Docker forms have the same
 * fields). `origin` is its name in messages. Throws `Failure` (`bad-image`).
 */
export function parseManifest(bytes: Uint8Array, origin: string): ManifestDocument {
  const json = parseJson(bytes, origin);
  const keys = typeof json === "object" && json !== null ? json : {};
  if ("manifests" in keys && ("layers" in keys || "config" in keys)) {
    // One digest must not mean two images to two readers (CVE-2021-41190).
    throw badManifest(origin, "it is both an index and a manifest");
  }
  if ("fsLayers" in keys)
    throw badManifest(origin, "it is of the old form (schema 1)", "Push the image again with a current engine.");
  const refusal = (why: string) => badManifest(origin, why);
  if ("manifests" in keys) return { kind: "index", ...shaped(index, keys, refusal) };
  const { config, layers, artifactType } = shaped(manifest, keys, refusal);
  const type = config.mediaType ?? "";
  const imageConfigTypes = [
    ociConfig,
    "application/vnd.docker.container.image.v1+json",
    "application/octet-stream",
    "",
  ];
  if (!imageConfigTypes.includes(type)) {
    const typeName = [artifactType, type].find((name) => name !== undefined && name !== "");
    throw badManifest(origin, `it is not of a container image but of an artifact (${typeName})`, "Name an image.");
  }
  return { kind: "manifest", config, layers };
}

const ociConfig = "application/vnd.oci.image.config.v1+json";

/** BuildKit's attestations are manifests with an unknown platform; other artifacts have a type. */
export function isImageEntry(entry: ListedManifest): boolean {
  if (entry.annotations?.["vnd.docker.reference.type"] !== undefined) return false;
  if (entry.artifactType !== undefined && entry.artifactType !== "") return false;
  return entry.platform?.os !== "unknown" && entry.platform?.architecture !== "unknown";
}

/** Layers that registries must not redistribute, such as Windows' base layers: their bytes are elsewhere. */
export function isForeign({ mediaType }: Descriptor): boolean {
  return /\.foreign\.|\.nondistributable\./.test(mediaType ?? "");
}

/** Throws `Failure` (`bad-image`) if the bytes do not match the digest. */
export function checkDigest(bytes: Uint8Array, expected: string, origin: string): void {
  const [algorithm = ""] = expected.split(":");
  const actualDigest = `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
  if (actualDigest !== expected) throw badManifest(origin, `its digest is ${actualDigest}, not ${expected}`);
}

export function badManifest(origin: string, reason: string, hint = "Make or push the image again."): Failure {
  return new Failure("bad-image", `${origin} cannot be read as an image: ${reason}.`, { hint });
}
