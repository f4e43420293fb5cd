import type { Profile } from "../../../domain/profile/profile.ts";
import type { FieldLoss } from "../../emitter.ts";
import { inodesOf } from "../../text/tmpfs-options.ts";
import { memoryMounts } from "./memory-mounts.ts";

/**
 * Losses of an emptyDir in memory: it has no mode, owner, mount options or limit of inodes, and belongs to the pod. A
 * mode is a field since 1.37, behind a gate that is off (EmptyDirVolumeMode).
 */
export function mountLosses(profile: Profile, of: "tmpfs" | "shmBytes"): FieldLoss[] {
  const { uid: user, gid: group } = profile.user;
  const mode = user === 0 ? "mode 777, of root" : `mode 2777, of root and the group ${group}`;
  return memoryMounts(profile)
    .filter(({ field }) => (field === "shmBytes") === (of === "shmBytes"))
    .flatMap(({ mount, field }) => {
      const loss = (
        kind: FieldLoss["kind"],
        part: string,
        wantedOptions: string,
        got: string,
        reason: string,
      ): FieldLoss => ({
        kind,
        code: `tmpfs-${part}`,
        field: of === "shmBytes" ? field : `${field}.${part}`,
        wanted: `${mount.path} ${wantedOptions}`,
        got,
        reason,
      });
      const owned = `with mode ${mount.mode}, of ${mount.uid}:${mount.gid}`;
      const isDefaultOwner = user === 0 && mount.mode === "777" && mount.uid === 0 && mount.gid === 0;
      const noexec = mount.exec === true ? "nosuid,nodev" : "noexec,nosuid,nodev";
      const free = "as many as the node's memory gives";
      return [
        ...(isDefaultOwner ? [] : [loss("weaker", "mode", owned, mode, "an emptyDir has neither mode nor owner")]),
        loss("weaker", "exec", noexec, "none of them", "an emptyDir has no mount options"),
        loss("weaker", "inodes", `${inodesOf(mount)} inodes`, free, "an emptyDir has no limit of inodes"),
        loss(
          "differs",
          "kept",
          "empty at each start",
          "kept while the pod lives",
          "an emptyDir is the pod's, not the container's",
        ),
      ];
    });
}
