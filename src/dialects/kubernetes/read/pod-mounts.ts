import { ownValue } from "../../../domain/own-value.ts";
import type { Located, MountSpec } from "../../../domain/container/container-spec.ts";
import type { SaidIn } from "../../../facts/pod-security/node-reader.ts";

const propagations: Readonly<Record<string, string>> = {
  None: "rprivate",
  HostToContainer: "rslave",
  Bidirectional: "rshared",
};

/** A container's mounts of its pod's volumes. */
export function podMounts(container: SaidIn, spec: SaidIn): readonly Located<MountSpec>[] {
  const volumes = new Map(spec.each("volumes").map((volume) => [volume.text("name")?.value, volume]));
  return container.each("volumeMounts").flatMap((mount): Located<MountSpec>[] => {
    const path = mount.text("mountPath");
    if (path === undefined) return [];
    const volume = volumes.get(mount.text("name")?.value);
    const { readOnly = false, ...what } = kindOf(volume, mount.text("subPath")?.value);
    const propagation = ownValue(propagations, mount.text("mountPropagation")?.value ?? "");
    const value: MountSpec = {
      ...what,
      path: path.value,
      readOnly: readOnly || mount.bool("readOnly")?.value === true,
      ...(propagation !== undefined && { propagation }),
    };
    const mountText = `${what.source ?? mount.text("name")?.value ?? ""} at ${path.value}`;
    return [{ ...path, value, written: mountText, pointer: mount.pointer }];
  });
}

type Kind = Pick<MountSpec, "type" | "source" | "options"> & { readonly readOnly?: true };

function kindOf(volume: SaidIn | undefined, subPath: string | undefined): Kind {
  if (volume === undefined) return { type: "other" };
  const host = volume.text("hostPath", "path")?.value;
  if (host !== undefined) return { type: "bind", source: subPath === undefined ? host : `${host}/${subPath}` };
  if (volume.any("emptyDir") !== undefined) {
    if (volume.text("emptyDir", "medium")?.value !== "Memory") return { type: "volume" };
    const size = volume.either("emptyDir", "sizeLimit")?.value;
    return { type: "tmpfs", ...(size !== undefined && { options: `size=${size}` }) };
  }
  const claim = volume.text("persistentVolumeClaim", "claimName")?.value;
  if (claim !== undefined) return { type: "volume", source: claim };
  const image = volume.text("image", "reference")?.value;
  if (image !== undefined) return { type: "image", source: image, readOnly: true };
  const isProjected = ["configMap", "secret", "projected", "downwardAPI"].some((key) => volume.any(key) !== undefined);
  return isProjected ? { type: "other", readOnly: true } : { type: "volume" };
}
