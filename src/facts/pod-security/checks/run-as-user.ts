import type { PodSecurityCheck } from "../pod-security-check.ts";

export const runAsUser: PodSecurityCheck = {
  id: "runAsUser",
  level: "restricted",
  since: 23,
  breaches: ({ context, containers, ownUsers }, minor) =>
    minor >= 35 && ownUsers
      ? []
      : [{ context, title: "the pod" }, ...containers].flatMap((subject) => {
          const setting = subject.context.number("runAsUser");
          return setting?.value === 0 ? [{ ...setting, value: "0", says: `${subject.title} sets runAsUser: 0` }] : [];
        }),
};
