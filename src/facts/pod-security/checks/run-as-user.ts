import type { PodSecurityCheck } from "../pod-security-check.ts";

export const runAsUser: PodSecurityCheck = {
  id: "runAsUser",
  level: "restricted",
  since: 23,
  breaches: ({ context, containers, ownUsers }, minor) =>
    minor >= 35 && ownUsers
      ? []
      : [{ context, title: "the pod" }, ...containers].flatMap((one) => {
          const said = one.context.number("runAsUser");
          return said?.value === 0 ? [{ ...said, value: "0", says: `${one.title} sets runAsUser: 0` }] : [];
        }),
};
