import type { PodSecurityCheck } from "../pod-security-check.ts";

export const hostPorts: PodSecurityCheck = {
  id: "hostPorts",
  level: "baseline",
  since: 0,
  breaches: ({ containers }) =>
    containers.flatMap(({ said, title }) =>
      said.each("ports").flatMap((port) => {
        const found = port.number("hostPort");
        if (found === undefined || found.value === 0) return [];
        return [{ ...found, value: String(found.value), says: `${title} takes port ${found.value} of the node` }];
      }),
    ),
};
