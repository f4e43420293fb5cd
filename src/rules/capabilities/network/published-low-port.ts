import { each, evidenceOf, placeOf, visiblePart } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/published-low-port",
  title: "Port below 1024 of the host",
  why:
    "Ports below 1024 are for programs that root starts. A rootless engine can't publish them until the host lowers net.ipv4.ip_unprivileged_port_start, " +
    "and whoever finds a service on 443 trusts it to be the host's own. One proxy there, and higher ports behind it, is the usual shape.",
  severity: "info",
  onRequest: "80 and 443 are where a web server has to listen",
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "a process without privileges can't listen on a port of the host below ip_unprivileged_port_start, and can above it",
  },
  fix: "none",
  also: ["cis-docker/5.8", "kics/privileged_ports_mapped_in_container"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -p 80:8080 example/web:1.4\n",
      good: "docker run --rm -p 8080:80 example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: 'services:\n  dns:\n    image: example/dns:1.4\n    ports:\n      - "53:5353/udp"\n',
      good: 'services:\n  dns:\n    image: example/dns:1.4\n    ports:\n      - "5353:53/udp"\n',
    },
  ],
  *check({ containers }) {
    for (const { said } of each(containers, ({ ports }) => ports)) {
      const first = Number(said.value.published?.split("-")[0] ?? Number.NaN);
      if (!(first > 0 && first < 1024)) continue;
      yield {
        message: `Port ${visiblePart(said, String(first))} of the host is below 1024: a rootless engine can't publish it`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "Exposing privileged ports needs CAP_NET_BIND_SERVICE or a lower ip_unprivileged_port_start",
            "docs.docker.com, Rootless mode",
          ),
        ],
      };
    }
  },
});
