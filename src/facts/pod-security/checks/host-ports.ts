import type { PodSecurityCheck } from "../pod-security-check.ts";

export const hostPorts: PodSecurityCheck = {
  id: "hostPorts",
  level: "baseline",
  since: 0,
  breaches: ({ containers }) =>
    containers.flatMap(({ said, title }) =>
      said.each("ports").flatMap((port) => {
        const hostPort = port.number("hostPort");
        if (hostPort === undefined || hostPort.value === 0) return [];
        return [
          { ...hostPort, value: String(hostPort.value), says: `${title} takes port ${hostPort.value} of the node` },
        ];
      }),
    ),
};
