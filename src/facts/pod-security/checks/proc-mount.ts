import type { PodSecurityCheck } from "../pod-security-check.ts";

const breaches: PodSecurityCheck["breaches"] = ({ containers }) =>
  containers.flatMap(({ context, title }) => {
    const setting = context.text("procMount");
    if (setting === undefined || setting.value === "Default") return [];
    return [{ ...setting, says: `${title} sets procMount: ${setting.value}` }];
  });

export const procMount: PodSecurityCheck = {
  id: "procMount",
  level: "baseline",
  since: 0,
  breaches: (pod, minor) => (minor >= 35 && pod.ownUsers ? [] : breaches(pod, minor)),
};

/** Without the exception for pods in a separate user namespace. */
export const procMountRestricted: PodSecurityCheck = {
  id: "procMount_restricted",
  level: "restricted",
  since: 35,
  replaces: "procMount",
  breaches,
};
