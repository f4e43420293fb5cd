import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { parseConfig, parseJson } from "../archive/config.ts";
import type { Image, ImageLayer } from "../image-source.ts";
import type { ImageConfig } from "../../../domain/image/image-config.ts";
import { layerHistory } from "../archive/layer-history.ts";
import type { Stored, WantedImage } from "./stored.ts";

const descriptor = z.object({
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z.number().int().nonnegative(),
  mediaType: z.string().default(""),
});
/** OCI image-spec, image-index.md and manifest.md; Docker's own formats have the same fields. */
const documentShape = z.union([
  z.object({ manifests: z.array(descriptor).max(1_000) }),
  z.object({ config: descriptor, layers: z.array(descriptor).max(10_000) }),
]);

interface ManifestMatch {
  readonly manifestDigest: string;
  readonly configDigest: string;
  readonly config: ImageConfig;
  readonly layers: readonly z.infer<typeof descriptor>[];
}

const maxJsonBytes = 16 * 1_048_576;
/** Maximum nesting: an index may contain indexes, but no known one has two levels. */
const maxDepth = 3;

/**
 * An image of an engine with the containerd image store: `blobs/sha256/DIGEST` of containerd's content store are the
 * registry's own compressed blobs. The engine's id leads to an index or manifest; of an index, the image with the
 * engine's layers is selected. If containerd discards blobs after unpacking (`discard_unpacked_layers`), returns a
 * reason instead.
 */
export async function openContainerdImage(root: string, target: WantedImage): Promise<Stored> {
  // The engine's own containerd, or the system's; either is fine, since everything is found by digest.
  const stores = [join(root, "containerd/daemon"), "/var/lib/containerd"].map((folder) =>
    join(folder, "io.containerd.content.v1.content/blobs/sha256"),
  );
  let reason = "";
  for (const blobs of stores) {
    try {
      const match = await search(blobs, target.id, target, 0);
      if (match !== undefined) return { image: await imageOf(blobs, match, target) };
      reason ||= "the content store has no image of these layers";
    } catch (error) {
      reason ||= `the content store lacks a part: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return { reason };
}

async function search(
  blobs: string,
  digest: string,
  target: WantedImage,
  depth: number,
): Promise<ManifestMatch | undefined> {
  const document = documentShape.parse(parseJson(await readBlob(blobs, digest), digest));
  if ("config" in document) {
    const configDigest = document.config.digest;
    const bytes = await readBlob(blobs, configDigest);
    // An attestation's configuration has no layers that a container could run on.
    const config = parseConfig(bytes, configDigest);
    const fits = config.diffIds.join() === target.diffIds.join() && config.diffIds.length === document.layers.length;
    return fits ? { manifestDigest: digest, configDigest, config, layers: document.layers } : undefined;
  }
  if (depth >= maxDepth) return undefined;
  for (const manifest of document.manifests) {
    // Manifests of other platforms are listed but missing.
    const match = await search(blobs, manifest.digest, target, depth + 1).catch(() => undefined);
    if (match !== undefined) return match;
  }
  return undefined;
}

async function imageOf(blobs: string, match: ManifestMatch, { name }: WantedImage): Promise<Image> {
  const history = layerHistory(match.config);
  const layers: ImageLayer[] = [];
  for (const [index, { digest, size }] of match.layers.entries()) {
    const path = blobPath(blobs, digest);
    await using handle = await open(path);
    const stored = (await handle.stat()).size;
    if (stored !== size) throw new Error(`${path} has ${stored} bytes, its manifest says ${size}`);
    layers.push({
      index,
      diffId: match.config.diffIds[index] ?? "",
      createdBy: history[index] ?? "",
      bytes: { kind: "file", path, start: 0, end: size, blobDigest: digest, where: `layer ${index} of ${name}` },
      // Verified by the blob's digest: the diff id of its content is only a claim of the registry's manifest.
      cacheKey: `blob:${digest}`,
      compressedBytes: size,
      // containerd verifies each blob's digest on arrival.
      verified: true,
    });
  }
  const { config, configDigest, manifestDigest } = match;
  return { name, digest: configDigest, manifestDigest, config, layers };
}

/** Throws `Error` if it is missing, too large, or does not match its name. */
async function readBlob(blobs: string, digest: string): Promise<Buffer> {
  const path = blobPath(blobs, digest);
  await using handle = await open(path);
  if ((await handle.stat()).size > maxJsonBytes) throw new Error(`${path} is too large for a manifest`);
  const bytes = await handle.readFile();
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (`sha256:${actual}` !== digest) throw new Error(`${path} does not have the digest that it is filed under`);
  return bytes;
}

function blobPath(blobs: string, digest: string): string {
  return join(blobs, digest.slice("sha256:".length));
}
