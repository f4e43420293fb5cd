import type { PodSecurityCheck } from "../pod-security-check.ts";

export const privileged: PodSecurityCheck = {
  id: "privileged",
  level: "baseline",
  since: 0,
  breaches: ({ containers }) =>
    containers.flatMap(({ context, title }) => {
      const setting = context.bool("privileged");
      return setting?.value === true ? [{ ...setting, value: "true", says: `${title} sets privileged: true` }] : [];
    }),
};
