import { isSafeSysctl } from "../../../data/safe-sysctls.ts";
import type { PodSecurityCheck } from "../pod-security-check.ts";

export const sysctls: PodSecurityCheck = {
  id: "sysctls",
  level: "baseline",
  since: 0,
  breaches: ({ context }, minor) =>
    context.each("sysctls").flatMap((sysctl) => {
      const said = sysctl.text("name");
      if (said === undefined || isSafeSysctl(said.value, minor)) return [];
      return [{ ...said, says: `the pod sets the sysctl ${said.value}` }];
    }),
};
