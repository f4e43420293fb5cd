import type { PodSecurityCheck } from "../pod-security-check.ts";

export const windowsHostProcess: PodSecurityCheck = {
  id: "windowsHostProcess",
  level: "baseline",
  since: 0,
  breaches: ({ context, containers }) =>
    [{ context, title: "the pod" }, ...containers].flatMap((subject) => {
      const setting = subject.context.bool("windowsOptions", "hostProcess");
      return setting?.value === true
        ? [{ ...setting, value: "true", says: `${subject.title} sets hostProcess: true` }]
        : [];
    }),
};
