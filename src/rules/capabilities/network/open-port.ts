import { each, evidenceOf, placeOf, visiblePart } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { dataPortIn } from "./data-ports.ts";
import { openPorts } from "./open-ports.ts";

export default defineRule({
  id: "capabilities/open-port",
  title: "Port open on every interface",
  why:
    "A port that is published without an address is open on every interface of the host, and past its firewall. That is right for what the world is to reach, and wrong for what stands behind a proxy on the same host or is for its owner alone: " +
    "these take 127.0.0.1, or no published port at all.",
  severity: "warning",
  onRequest: "most ports are published for others to reach",
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "a port published without an address answers on another address of the host than 127.0.0.1",
  },
  fix: "none",
  also: [
    "cis-docker/5.14",
    "kics/container_traffic_not_bound_to_host_interface",
    "compose-lint/CL-0005",
    "dclint/no-unbound-port-interfaces",
  ],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -p 8080:8080 example/web:1.4\n",
      good: "docker run --rm -p 127.0.0.1:8080:8080 example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: 'services:\n  web:\n    image: example/web:1.4\n    ports:\n      - "0.0.0.0:8080:8080"\n',
      good: 'services:\n  web:\n    image: example/web:1.4\n    ports:\n      - "127.0.0.1:8080:8080"\n      - "192.0.2.7:8443:8443"\n',
    },
  ],
  *check({ containers }) {
    for (const { said } of each(containers, openPorts)) {
      const { target } = said.value;
      // Those another rule speaks of, unasked.
      if (dataPortIn(target) !== undefined) continue;
      yield {
        message: `Port ${visiblePart(said, target)} is open on every interface of the host, past its firewall`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "Publishing a port without an address makes it reachable from outside of the host",
            "docs.docker.com, Port publishing and mapping",
          ),
        ],
      };
    }
  },
});
