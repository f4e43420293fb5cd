import type { PodSecurityCheck } from "../pod-security-check.ts";
import { seccompTypes, wrongSeccomp } from "./wrong-seccomp.ts";

export const seccompRestricted: PodSecurityCheck = {
  id: "seccompProfile_restricted",
  level: "restricted",
  since: 19,
  replaces: "seccompProfile_baseline",
  breaches: (pod, minor) => {
    if (pod.windows && minor >= 25) return [];
    const wrong = wrongSeccomp(pod);
    if (wrong.length > 0) return wrong;
    if (seccompTypes.includes(pod.context.text("seccompProfile", "type")?.value ?? "")) return [];
    return pod.containers
      .filter(({ context }) => context.any("seccompProfile") === undefined)
      .map(({ at, context, title }) => ({
        at,
        pointer: `${context.pointer}.seccompProfile.type`,
        value: "not set",
        says: `neither the pod nor ${title} sets a seccomp profile`,
      }));
  },
};
