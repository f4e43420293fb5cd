import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import type { EngineDefaults, InspectedContainer } from "../../domain/container/inspected-container.ts";
import type { EngineSettings } from "../../domain/container/engine-settings.ts";
import type { ImageIdentity } from "../../domain/profile/proven-on.ts";
import { requestedSettings } from "../../dialects/engine/read/requested-settings.ts";
import type { InspectedImage } from "../../sources/engine/containers/inherited-shape.ts";
import { readContainer, readInherited } from "../../sources/engine/containers/read-container.ts";
import type { Engine } from "../../sources/engine/types.ts";

/** A container's current settings, with its image. */
export interface ContainerSnapshot {
  readonly inspected: InspectedContainer;
  readonly requested: RequestedSettings;
  /** Absent: the engine no longer has it. */
  readonly image?: InspectedImage;
  readonly identity: ImageIdentity;
}

/** Images by id, each read once: containers share images, and an id never changes its image. */
export type KnownImages = Map<string, Promise<InspectedImage | undefined>>;

/** Undefined where the engine has no such container (any more). */
export async function snapshotContainer(
  engine: Engine,
  ref: string,
  settings: EngineSettings,
  images: KnownImages,
  signal?: AbortSignal,
): Promise<ContainerSnapshot | undefined> {
  const inspected = await readContainer(engine, ref, signal);
  if (inspected === undefined) return undefined;
  const { imageId } = inspected;
  const imageRequest = images.get(imageId) ?? readInherited(engine, imageId, signal);
  images.set(imageId, imageRequest);
  // An absent or unreadable image is requested again next time.
  imageRequest.then((image) => image ?? images.delete(imageId)).catch(() => images.delete(imageId));
  const image = await imageRequest;
  return {
    inspected,
    requested: requestedSettings(inspected, image?.inherited, defaultsOf(settings)),
    identity: identityOf(engine, imageId, image),
    ...(image !== undefined && { image }),
  };
}

function defaultsOf({ name, cgroupVersion, logDriver, runtime }: EngineSettings): EngineDefaults {
  return { engine: name.startsWith("Podman") ? "podman" : "docker", cgroupVersion, logDriver, runtime };
}

/** With a graph driver an image's id is the digest of its configuration; else that of an index or a manifest (moby#48401), and its layers identify it. */
function identityOf({ info }: Engine, id: string, image: InspectedImage | undefined): ImageIdentity {
  const digest = id.startsWith("sha256:") ? id : `sha256:${id}`;
  const diffIds = image?.diffIds ?? [];
  return info.imageStore === "containerd" ? { diffIds, manifestDigest: digest } : { diffIds, configDigest: digest };
}
