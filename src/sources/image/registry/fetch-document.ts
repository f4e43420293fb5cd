import { createHash } from "node:crypto";
import type { Descriptor } from "../archive/manifest.ts";
import { badManifest, checkDigest, maxConfigBytes, maxManifestBytes } from "../archive/manifest.ts";
import type { RegistryClient } from "./client.ts";

/** All types of manifests: registries refuse requests that lack one of an image. */
export const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** A manifest by tag or digest, whose bytes match its digest. Throws `Failure`. */
export async function fetchManifest(
  client: RegistryClient,
  tagOrDigest: string,
  subject: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly bytes: Buffer; readonly digest: string; readonly type: string }> {
  const question = { path: `manifests/${tagOrDigest}`, what: subject, headers: { Accept: manifestTypes }, signal };
  const { bytes, answer } = await client.document(question, maxManifestBytes);
  const reportedDigest = answer.headers["docker-content-digest"];
  const type = answer.headers["content-type"]?.split(";")[0] ?? "";
  const expected = tagOrDigest.includes(":")
    ? tagOrDigest
    : typeof reportedDigest === "string"
      ? reportedDigest
      : undefined;
  if (expected === undefined || !/^sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(expected)) {
    return { bytes, type, digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}` };
  }
  checkDigest(bytes, expected, `the manifest of ${subject}`);
  return { bytes, type, digest: expected };
}

/** A configuration, whose bytes match its digest. Throws `Failure`. */
export async function fetchBlob(
  client: RegistryClient,
  { digest, size }: Descriptor,
  label: string,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const origin = `the configuration of ${label}`;
  if (size > maxConfigBytes) throw badManifest(origin, `it has ${size} bytes, more than ${maxConfigBytes}`);
  const question = { path: `blobs/${digest}`, what: origin, signal };
  const { bytes } = await client.document(question, maxConfigBytes);
  checkDigest(bytes, digest, origin);
  return bytes;
}
