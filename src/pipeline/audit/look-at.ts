import type { GivenSettings } from "../../domain/container-spec/given-settings.ts";
import type { EngineDefaults, InspectedContainer } from "../../domain/container-spec/inspected-container.ts";
import type { EngineSettings } from "../../domain/container-spec/engine-settings.ts";
import type { ImageIdentity } from "../../domain/profile/proven-on.ts";
import { givenSettings } from "../../facts/container-spec/engine/given-settings.ts";
import type { ReadImage } from "../../sources/engine/containers/inherited-shape.ts";
import { readContainer, readInherited } from "../../sources/engine/containers/read-container.ts";
import type { Engine } from "../../sources/engine/types.ts";

/** A container as it is now, with its image. */
export interface Looked {
  readonly inspected: InspectedContainer;
  readonly given: GivenSettings;
  /** Absent: it is gone from the engine. */
  readonly image?: ReadImage;
  readonly identity: ImageIdentity;
}

/** Images that were asked for already, by id: containers of one image share it, and an id never means another one. */
export type KnownImages = Map<string, Promise<ReadImage | undefined>>;

/** Undefined where the engine has no such container (any more). */
export async function lookAt(
  engine: Engine,
  ref: string,
  settings: EngineSettings,
  known: KnownImages,
  signal?: AbortSignal,
): Promise<Looked | undefined> {
  const inspected = await readContainer(engine, ref, signal);
  if (inspected === undefined) return undefined;
  const { imageId } = inspected;
  const asked = known.get(imageId) ?? readInherited(engine, imageId, signal);
  known.set(imageId, asked);
  // One that was not there, or could not be asked, is asked for again next time.
  asked.then((image) => image ?? known.delete(imageId)).catch(() => known.delete(imageId));
  const image = await asked;
  return {
    inspected,
    given: givenSettings(inspected, image?.inherited, defaultsOf(settings)),
    identity: identityOf(engine, imageId, image),
    ...(image !== undefined && { image }),
  };
}

export function defaultsOf({ name, cgroupVersion, logDriver, runtime }: EngineSettings): EngineDefaults {
  return { engine: name.startsWith("Podman") ? "podman" : "docker", cgroupVersion, logDriver, runtime };
}

/** With a graph driver an image's id is the digest of its configuration; else that of an index or a manifest (moby#48401), and layers tell it. */
function identityOf({ info }: Engine, id: string, image: ReadImage | undefined): ImageIdentity {
  const digest = id.startsWith("sha256:") ? id : `sha256:${id}`;
  const diffIds = image?.diffIds ?? [];
  return info.imageStore === "containerd" ? { diffIds, manifestDigest: digest } : { diffIds, configDigest: digest };
}
