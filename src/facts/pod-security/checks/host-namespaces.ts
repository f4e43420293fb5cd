import type { PodSecurityCheck } from "../pod-security-check.ts";

export const hostNamespaces: PodSecurityCheck = {
  id: "hostNamespaces",
  level: "baseline",
  since: 0,
  breaches: ({ spec }) =>
    ["hostNetwork", "hostPID", "hostIPC"].flatMap((key) => {
      const said = spec.bool(key);
      return said?.value === true ? [{ ...said, value: "true", says: `the pod sets ${key}: true` }] : [];
    }),
};
