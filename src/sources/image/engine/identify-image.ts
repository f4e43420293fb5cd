import type { ImageIdentity } from "../../../domain/profile/proven-on.ts";
import { soleManifest } from "../../engine/images/images.ts";
import type { Engine, ImageSummary } from "../../engine/types.ts";
import { openStoredImage } from "../storage/storage.ts";

/**
 * The identity of an engine's image on any store. With a graph driver its id is the configuration's digest. With
 * containerd it is that of an index or a manifest (moby#48401): then the configuration's digest is read from the
 * store if that is local and readable, else it is omitted. Throws `Failure` of the engine's calls.
 */
export async function identifyImage(
  engine: Engine,
  ref: string,
  { id, diffIds }: Pick<ImageSummary, "id" | "diffIds">,
  signal?: AbortSignal,
): Promise<ImageIdentity> {
  const layers = { diffIds: diffIds.every(isDigest) ? diffIds : [] };
  if (engine.info.imageStore !== "containerd") return isDigest(id) ? { configDigest: id, ...layers } : layers;
  const stored = await openStoredImage(engine, ref, signal);
  const [configDigest, manifestDigest] =
    "image" in stored
      ? [stored.image.digest, stored.image.manifestDigest]
      : [undefined, await soleManifest(engine, ref, signal)];
  return {
    ...(configDigest !== undefined && isDigest(configDigest) && { configDigest }),
    ...layers,
    ...(manifestDigest !== undefined && isDigest(manifestDigest) && { manifestDigest }),
  };
}

function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}
