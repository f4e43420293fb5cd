import type { PodSecurityCheck } from "../pod-security-check.ts";

/** Others are refused; a volume that names none is an emptyDir by default. */
const allowed: ReadonlySet<string> = new Set([
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

export const restrictedVolumes: PodSecurityCheck = {
  id: "restrictedVolumes",
  level: "restricted",
  since: 0,
  replaces: "hostPathVolumes",
  breaches: ({ spec }) =>
    spec.each("volumes").flatMap((volume) => {
      const kinds = [...(volume.node?.entries.keys() ?? [])].filter(
        (key) => key !== "name" && volume.any(key) !== undefined,
      );
      const [first] = kinds;
      if (first === undefined || kinds.some((kind) => allowed.has(kind))) return [];
      const setting = volume.any(first);
      if (setting === undefined) return [];
      const name = volume.text("name")?.value ?? "";
      return [{ ...setting, value: first, says: `volume "${name}" is of the kind ${first}` }];
    }),
};
