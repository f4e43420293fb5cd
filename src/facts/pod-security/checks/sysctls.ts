import { isSafeSysctl } from "../../../data/safe-sysctls.ts";
import type { PodSecurityCheck } from "../pod-security-check.ts";

export const sysctls: PodSecurityCheck = {
  id: "sysctls",
  level: "baseline",
  since: 0,
  breaches: ({ context }, minor) =>
    context.each("sysctls").flatMap((sysctl) => {
      const setting = sysctl.text("name");
      if (setting === undefined || isSafeSysctl(setting.value, minor)) return [];
      return [{ ...setting, says: `the pod sets the sysctl ${setting.value}` }];
    }),
};
