import type { Profile } from "../../../domain/profile/profile.ts";
import type { EmitOptions } from "../../emitter.ts";
import { reasons } from "../../text/reasons.ts";
import { kubeName, volumeNames } from "./kube-names.ts";
import { bytes } from "./kube-lines.ts";
import { podDirectories } from "./pod-directories.ts";
import { memoryMounts } from "./memory-mounts.ts";
import { below } from "../../text/below.ts";

export interface PodVolume {
  readonly name: string;
  readonly path: string;
  readonly readOnly: boolean;
  /** Its source, as lines of the pod's `volumes`. */
  readonly source: readonly string[];
  readonly why: readonly string[];
}

/** Each tmpfs as an emptyDir in memory, each volume without a name as one on disk, each other as a claim; of a patch only the first. */
export function podVolumes(profile: Profile, options: EmitOptions, patch: boolean): readonly PodVolume[] {
  const fieldReasons = reasons(profile, options.witnesses);
  const memory = memoryMounts(profile).map(({ mount }) => mount);
  const directories = patch ? [] : podDirectories(profile);
  const names = volumeNames([
    ...memory.map(({ path }) => `tmpfs${path}`),
    ...directories.map(({ path }) => `data${path}`),
    ...profile.volumes.map(({ name }) => kubeName(name, "data")),
  ]);
  const reasonComments = (of: string, path: string) =>
    fieldReasons
      .filter(({ field, value }) => field === of && value === path)
      .map(({ label, text }) => `# ${label}: ${text}`);
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
      why: [],
    })),
  ];
}
