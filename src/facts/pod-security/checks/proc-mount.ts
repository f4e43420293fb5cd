import type { PodSecurityCheck } from "../pod-security-check.ts";

const breaches: PodSecurityCheck["breaches"] = ({ containers }) =>
  containers.flatMap(({ context, title }) => {
    const said = context.text("procMount");
    if (said === undefined || said.value === "Default") return [];
    return [{ ...said, says: `${title} sets procMount: ${said.value}` }];
  });

export const procMount: PodSecurityCheck = {
  id: "procMount",
  level: "baseline",
  since: 0,
  breaches: (pod, minor) => (minor >= 35 && pod.ownUsers ? [] : breaches(pod, minor)),
};

/** Without the exception for pods in a user namespace of their own. */
export const procMountRestricted: PodSecurityCheck = {
  id: "procMount_restricted",
  level: "restricted",
  since: 35,
  replaces: "procMount",
  breaches,
};
