import { podmansOwnPlaces, readOnlyPlace } from "../../../data/podmans-own-places.ts";
import { putOwn } from "../../../domain/own-value.ts";
import { isPodman } from "../client/is-podman.ts";
import { inspectImage } from "../images/images.ts";
import type { Run } from "../types.ts";
import type { ContainerSpec } from "../../../domain/workload/container-spec.ts";

/**
 * A read-only container whose root is read-only on Podman, too: its API has no word for `--read-only-tmpfs=false`, and with its own writable /tmp nothing shows that
 * something is written there. A tmpfs that is read-only has what the image has there (`tmpcopyup` is the default), and takes mounts below it (crun 1.8
 * to 1.21, runc 1.1). What the specification mounts there itself stays.
 */
export async function readOnlyOnPodman({ engine }: Pick<Run, "engine">, spec: ContainerSpec): Promise<ContainerSpec> {
  if (spec.readOnlyRootfs !== true || !isPodman(engine)) return spec;
  const image = await inspectImage(engine, spec.image);
  return withReadOnlyPlaces(spec, image?.volumes ?? []);
}

/** `imageVolumes`: what the image itself has mounted, which is writable. */
export function withReadOnlyPlaces(spec: ContainerSpec, imageVolumes: readonly string[]): ContainerSpec {
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
