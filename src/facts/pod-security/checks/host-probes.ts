import type { PodSecurityCheck } from "../pod-security-check.ts";

const handlers = [
  ["livenessProbe"],
  ["readinessProbe"],
  ["startupProbe"],
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
] as const;

export const hostProbes: PodSecurityCheck = {
  id: "hostProbesAndHostLifecycle",
  level: "baseline",
  since: 34,
  breaches: ({ containers }) =>
    containers.flatMap(({ said, title }) =>
      handlers.flatMap((handler) =>
        ["httpGet", "tcpSocket"].flatMap((action) => {
          const host = said.text(...handler, action, "host");
          if (host === undefined || host.value === "") return [];
          return [{ ...host, says: `${title} has the kubelet of its node ask ${host.value} (${handler.join(".")})` }];
        }),
      ),
    ),
};
