import type { PodSecurityCheck } from "../pod-security-check.ts";

export const windowsHostProcess: PodSecurityCheck = {
  id: "windowsHostProcess",
  level: "baseline",
  since: 0,
  breaches: ({ context, containers }) =>
    [{ context, title: "the pod" }, ...containers].flatMap((one) => {
      const said = one.context.bool("windowsOptions", "hostProcess");
      return said?.value === true ? [{ ...said, value: "true", says: `${one.title} sets hostProcess: true` }] : [];
    }),
};
