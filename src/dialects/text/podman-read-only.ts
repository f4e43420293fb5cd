import { podmansOwnPlaces, readOnlyPlace } from "../../data/podmans-own-places.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { withoutEnd } from "../../text/cut.ts";
import { podmanSharedMemory, type PodmanTmpfs } from "./podman-tmpfs.ts";

/** Options for a read-only root on Podman, so that it is exactly as read-only as Docker's. */
export interface ReadOnlyOnPodman {
  /** False: `--read-only-tmpfs=false`, which makes /dev read-only, too. */
  readonly ownTmpfs: boolean;
  readonly tmpfs: readonly PodmanTmpfs[];
}

/** `mayKeep`: the target can leave Podman's own tmpfs on. */
export function readOnlyOnPodman(profile: Profile, mayKeep = true): ReadOnlyOnPodman {
  if (!profile.readOnlyRootfs) return { ownTmpfs: true, tmpfs: [] };
  const places = readOnlyPlaces(profile);
  return places !== undefined && mayKeep
    ? { ownTmpfs: true, tmpfs: places }
    : { ownTmpfs: false, tmpfs: podmanSharedMemory(profile) };
}

/**
 * Read-only mounts over Podman's writable places, as in a trial; undefined if a volume is at one, which Podman's mount
 * would hide.
 */
function readOnlyPlaces({
  tmpfs,
  volumes,
}: {
  readonly tmpfs: readonly { readonly path: string }[];
  readonly volumes: readonly { readonly path: string }[];
}): PodmanTmpfs[] | undefined {
  const paths = (mounts: readonly { readonly path: string }[]) => mounts.map(({ path }) => withoutEnd(path, "/"));
  if (paths(volumes).some((path) => podmansOwnPlaces.has(path))) return undefined;
  const mountPaths = new Set(paths(tmpfs));
  return [...podmansOwnPlaces]
    .filter((path) => !mountPaths.has(path))
    .map((path) => ({ path, options: readOnlyPlace }));
}
