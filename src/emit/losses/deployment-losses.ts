import type { Profile } from "../../domain/profile/profile.ts";
import { visible } from "../text/visible.ts";
import type { FieldLoss } from "./every-field.ts";

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

/** The owner that the workload gave to a volume's root. */
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

/** One container is written; those beside it in the proof are other people's to start. */
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
