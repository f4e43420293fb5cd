import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/image-port",
  title: "SSH or privileged port exposed by the image",
  why:
    "Port 22 says that a shell over the network is meant, beside the engine's own `exec`. To listen below 1024 a process needs NET_BIND_SERVICE where the network namespace does not say otherwise: " +
    "with the host's network and on older Kubernetes nodes a service without that capability fails with EACCES. A port from 1024 up works everywhere, and the outside port can still be 80.",
  severity: "info",
  needs: ["configuration"],
  fix: "none",
  also: ["cis-docker/5.7"],
  examples: [
    { kind: "image", bad: { config: { exposedPorts: ["22/tcp"] } }, good: { config: { exposedPorts: ["8022/tcp"] } } },
    { kind: "image", bad: { config: { exposedPorts: ["80/tcp"] } }, good: { config: { exposedPorts: ["8080/tcp"] } } },
  ],
  *check({ configuration }) {
    for (const exposed of configuration.exposedPorts) {
      const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/\w+)?$/.exec(exposed) ?? [];
      const [from, to] = [Number(first ?? 0), Number(last ?? first ?? 0)];
      if (from === 0 || from >= 1024) continue;
      const ssh = from <= 22 && to >= 22 && !exposed.endsWith("/udp");
      yield {
        message: ssh
          ? `Port ${exposed} offers SSH: a shell over the network beside the engine's own \`exec\``
          : `Port ${exposed} is below 1024: where the runtime does not lower that bound, listening needs NET_BIND_SERVICE`,
        at: { setting: "Config.ExposedPorts" },
        ...(ssh && { severity: "warning" as const }),
        ...(ssh && { about: { program: "sshd" } }),
        evidence: [
          { kind: "setting", pointer: "Config.ExposedPorts", value: exposed },
          ...(ssh
            ? []
            : [
                reference(
                  "ports below ip_unprivileged_port_start, 1024 by default, need CAP_NET_BIND_SERVICE",
                  "Linux kernel documentation, ip-sysctl; capabilities(7)",
                ),
              ]),
        ],
      };
    }
  },
});
