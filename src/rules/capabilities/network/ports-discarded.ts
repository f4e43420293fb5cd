import { asWritten, evidenceOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/ports-discarded",
  title: "Published ports ignored with host networking",
  why:
    "With the host's network a container listens on the host itself, on the port of its own choice and on every interface: what is published is discarded. " +
    "127.0.0.1:8080:80 there reads like a restriction, and the service is open on port 80.",
  severity: "warning",
  dialects: ["docker", "podman", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "with the host's network the engine says that published ports are discarded, and publishes none",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --network host -p 127.0.0.1:8080:80 example/web:1.4\n",
      good: "docker run --rm -p 127.0.0.1:8080:80 example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: 'services:\n  web:\n    image: example/web:1.4\n    network_mode: host\n    ports:\n      - "8080:80"\n',
      good: "services:\n  web:\n    image: example/web:1.4\n    network_mode: host\n",
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers) {
      const { ports, network } = container;
      const [first] = ports;
      if (first === undefined || network?.value !== "host") continue;
      yield {
        message: `\`${asWritten(container, first)}\` has no effect beside \`${asWritten(container, network)}\`: the container listens on the host itself, on every interface`,
        at: first.at,
        evidence: [
          ...evidenceOf(containers, first),
          ...evidenceOf(containers, network),
          reference("WARNING: Published ports are discarded when using host network mode", "what Docker 26.1.5 says"),
        ],
      };
    }
  },
});
