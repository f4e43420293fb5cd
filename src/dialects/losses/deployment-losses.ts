import type { Profile } from "../../domain/profile/profile.ts";
import { selinuxLabel } from "../text/selinux-label.ts";
import { visible } from "../text/visible.ts";
import type { FieldLoss } from "../emitter.ts";

/** No target makes a mount point ready: engines and the kubelet only mount. */
export function preparedLosses({ prepared = [] }: Profile): FieldLoss[] {
  return prepared.map(({ path, uid, gid, mode }, at) => ({
    kind: "moved",
    code: "prepared-mount-point",
    field: `prepared[${at}]`,
    wanted: `${path} of ${uid}:${gid}, mode ${mode}, before the first start`,
    reason: "it only mounts what is there",
    remedy: `what is mounted at ${visible(path, 120)} belongs to ${uid}:${gid}, mode ${mode}`,
  }));
}

/** The owner of a volume's root in the workload. */
export function ownerLosses({ volumes }: Profile): FieldLoss[] {
  return volumes.flatMap(({ path, owner }, at) =>
    owner === undefined
      ? []
      : [
          {
            kind: "moved",
            code: "volume-owner",
            field: `volumes[${at}].owner`,
            wanted: `${path} of ${owner}`,
            reason: "a volume gets its owner from the image, or from whoever made its folder",
            remedy: `what is mounted at ${visible(path, 120)} belongs to ${visible(owner, 40)}`,
          },
        ],
  );
}

/** Owners, and labels that the line must not change. */
export function volumeLosses(profile: Profile): FieldLoss[] {
  const labels = profile.volumes.flatMap((volume, at): FieldLoss[] => {
    const { from = "" } = volume;
    if (selinuxLabel(volume, profile) !== "asked") return [];
    const folderText = visible(from, 120);
    return [
      {
        kind: "moved",
        code: "selinux-label",
        field: `volumes[${at}].from`,
        wanted: `${folderText} with a label that containers may use`,
        reason: "SELinux confines the container, and whatever else uses this path needs the label that it has",
        remedy: `with SELinux, containers may use what lies at ${folderText}: give it the type container_file_t (semanage fcontext, restorecon), or add z to the mount if nothing else uses it`,
      },
    ];
  });
  return [...ownerLosses(profile), ...labels];
}

/** Only one container is written; its companions in the proof are started separately. */
export function companionLosses({ workload: { companions = [] } }: Profile): FieldLoss[] {
  return companions.map(({ name, image }, at) => ({
    kind: "dropped",
    code: "companion",
    field: `workload.companions[${at}]`,
    wanted: `${name} (${image}) beside it, started before it and reached by its name`,
    reason: "only the container that the profile is for is written",
    remedy: `Start ${visible(name, 80)} first, on a network that both are on`,
  }));
}
