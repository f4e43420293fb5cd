import type { PodSecurityCheck } from "../pod-security-check.ts";

export const hostPathVolumes: PodSecurityCheck = {
  id: "hostPathVolumes",
  level: "baseline",
  since: 0,
  breaches: ({ spec }) =>
    spec.each("volumes").flatMap((volume) => {
      const setting = volume.any("hostPath");
      if (setting === undefined) return [];
      const path = volume.text("hostPath", "path")?.value ?? "";
      const name = volume.text("name")?.value ?? "";
      return [{ ...setting, value: path, says: `volume "${name}" is ${path} of the node` }];
    }),
};
