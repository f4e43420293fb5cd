import type { Profile } from "../../../domain/profile/profile.ts";
import type { PrintedSpec } from "../../print/printed-spec.ts";
import { kubeName, volumeNames } from "../pod/kube-names.ts";
import { bytes } from "../pod/kube-lines.ts";
import { podDirectories } from "../pod/pod-directories.ts";
import { memoryMounts } from "../pod/memory-mounts.ts";
import { below } from "../../text/below.ts";

export interface PodVolume {
  readonly name: string;
  readonly path: string;
  readonly readOnly: boolean;
  /** Lines of its source in the pod's `volumes`. */
  readonly source: readonly string[];
  readonly why?: readonly string[];
  /** Additional lines of its mount. */
  readonly more?: readonly string[];
}

/**
 * Prints each tmpfs as an emptyDir in memory, each anonymous volume as one on disk, and each other volume as a claim;
 * in a patch only the first kind.
 */
export function podVolumes(
  profile: Profile,
  { reasonComments = () => [] }: PrintedSpec,
  patch: boolean,
): readonly PodVolume[] {
  const memory = memoryMounts(profile).map(({ mount }) => mount);
  const directories = patch ? [] : podDirectories(profile);
  const names = volumeNames([
    ...memory.map(({ path }) => `tmpfs${path}`),
    ...directories.map(({ path }) => `data${path}`),
    ...profile.volumes.map(({ name }) => kubeName(name, "data")),
  ]);
  return [
    ...memory.map(({ path, sizeBytes }, at) => ({
      name: names[at] ?? "",
      path,
      readOnly: false,
      source: below("emptyDir", ["medium: Memory", `sizeLimit: ${bytes(sizeBytes)}`]),
      why: reasonComments("tmpfs", path),
    })),
    ...directories.map(({ path }, at) => ({
      name: names[memory.length + at] ?? "",
      path,
      readOnly: false,
      source: ["emptyDir: {}"],
      why: reasonComments("anonymousVolumes", path),
    })),
    ...(patch ? [] : profile.volumes).map(({ name, path, readOnly }, at) => ({
      name: names[memory.length + directories.length + at] ?? "",
      path,
      readOnly: readOnly === true,
      source: below("persistentVolumeClaim", [`claimName: ${kubeName(name, "data")}`]),
    })),
  ];
}
