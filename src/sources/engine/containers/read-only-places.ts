import { podmansOwnPlaces, readOnlyPlace } from "../../../data/podmans-own-places.ts";
import { putOwn } from "../../../domain/own-value.ts";
import { isPodman } from "../client/is-podman.ts";
import { inspectImage } from "../images/images.ts";
import type { EngineSession } from "../types.ts";
import type { CreateRequest } from "../../../domain/container/create-request.ts";

/**
 * Makes the root of a read-only container read-only on Podman, too: its API lacks `--read-only-tmpfs=false`, and its
 * own writable /tmp would hide writes there. A read-only tmpfs contains the image's files (`tmpcopyup` is the
 * default), and supports mounts below it (crun 1.8 to 1.21, runc 1.1). Mounts of the request itself stay.
 */
export async function readOnlyOnPodman(
  { engine }: Pick<EngineSession, "engine">,
  spec: CreateRequest,
): Promise<CreateRequest> {
  if (spec.readOnlyRootfs !== true || !isPodman(engine)) return spec;
  const image = await inspectImage(engine, spec.image);
  return withReadOnlyPlaces(spec, image?.volumes ?? []);
}

/** `imageVolumes`: volumes of the image itself, which are writable. */
export function withReadOnlyPlaces(spec: CreateRequest, imageVolumes: readonly string[]): CreateRequest {
  const { tmpfs = {}, mounts = [], volumes = [], prepared = [] } = spec;
  const mounted = [...mounts, ...volumes, ...prepared].map(({ path }) => path);
  const occupiedPaths = new Set([...Object.keys(tmpfs), ...mounted, ...imageVolumes].map((path) => withoutSlash(path)));
  const allTmpfs: Record<string, string> = { ...tmpfs };
  for (const path of podmansOwnPlaces) if (!occupiedPaths.has(path)) putOwn(allTmpfs, path, readOnlyPlace);
  return { ...spec, tmpfs: allTmpfs };
}

function withoutSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}
