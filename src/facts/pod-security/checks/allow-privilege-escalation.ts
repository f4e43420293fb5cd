import type { PodSecurityCheck } from "../pod-security-check.ts";

export const allowPrivilegeEscalation: PodSecurityCheck = {
  id: "allowPrivilegeEscalation",
  level: "restricted",
  since: 8,
  breaches: ({ containers, windows }, minor) =>
    windows && minor >= 25
      ? []
      : containers.flatMap(({ context, title, at }) => {
          const setting = context.bool("allowPrivilegeEscalation");
          if (setting?.value === false) return [];
          const pointer = `${context.pointer}.allowPrivilegeEscalation`;
          if (setting === undefined)
            return [{ at, pointer, value: "not set", says: `${title} does not set allowPrivilegeEscalation: false` }];
          return [{ ...setting, value: "true", says: `${title} sets allowPrivilegeEscalation: true` }];
        }),
};
