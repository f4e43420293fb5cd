import type { PodSecurityCheck } from "../pod-security-check.ts";

export const hostNamespaces: PodSecurityCheck = {
  id: "hostNamespaces",
  level: "baseline",
  since: 0,
  breaches: ({ spec }) =>
    ["hostNetwork", "hostPID", "hostIPC"].flatMap((key) => {
      const setting = spec.bool(key);
      return setting?.value === true ? [{ ...setting, value: "true", says: `the pod sets ${key}: true` }] : [];
    }),
};
