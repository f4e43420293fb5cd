import type { PodSecurityCheck } from "../pod-security-check.ts";

export const privileged: PodSecurityCheck = {
  id: "privileged",
  level: "baseline",
  since: 0,
  breaches: ({ containers }) =>
    containers.flatMap(({ context, title }) => {
      const said = context.bool("privileged");
      return said?.value === true ? [{ ...said, value: "true", says: `${title} sets privileged: true` }] : [];
    }),
};
