import { each, evidenceOf, fixOf, placeOf, visiblePart } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { dataPortIn } from "./data-ports.ts";
import { loopback, loopbackOnly, openPorts } from "./open-ports.ts";

export default defineRule({
  id: "capabilities/open-data-port",
  title: "Port of a database open on every interface",
  why:
    "A port that is published without an address is open on every interface of the host, and past its firewall: Docker writes its own packet rules before those of ufw and firewalld. " +
    "Databases and queues without a password are found within hours. Containers of one network reach each other without any published port; a person's own client needs 127.0.0.1.",
  severity: "warning",
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "a port published without an address answers on another address of the host than 127.0.0.1, and one published on 127.0.0.1 answers there alone",
  },
  fix: "suggested",
  also: [
    "cis-docker/5.14",
    "kics/container_traffic_not_bound_to_host_interface",
    "compose-lint/CL-0005",
    "dclint/no-unbound-port-interfaces",
  ],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -p 5432:5432 example/db:16.4\n",
      good: "docker run --rm -p 127.0.0.1:5432:5432 example/db:16.4\n",
    },
    {
      kind: "compose",
      bad: 'services:\n  cache:\n    image: example/cache:7.4\n    ports:\n      - "6379:6379"\n',
      good: 'services:\n  cache:\n    image: example/cache:7.4\n    ports:\n      - "127.0.0.1:6379:6379"\n  web:\n    image: example/web:1.4\n    ports:\n      - "443:8443"\n',
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, openPorts)) {
      const found = dataPortIn(said.value.target);
      if (found === undefined) continue;
      const { port, program } = found;
      const by = loopbackOnly(said);
      const fix = { title: "Publish it on 127.0.0.1 only", applicability: "suggested" } as const;
      yield {
        message: `Port ${visiblePart(said, port)}, that of ${program}, is open on every interface of the host, past its firewall`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "Publishing a port without an address makes it reachable from outside of the host, and Docker's rules come before those of ufw",
            "docs.docker.com, Port publishing and mapping; Docker and ufw",
          ),
        ],
        ...(by !== undefined && fixOf(containers, container, { replace: said, by, long: loopback }, fix)),
      };
    }
  },
});
