import { lackOf, lastingServices, skippedByKind } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { spelled } from "../shared/spelling.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/service-no-healthcheck",
  title: "Service without its own health check",
  why:
    "Without a health check the engine knows only that the process exists: a server that hangs looks well, and depends_on with service_healthy waits for nothing. The image may bring one, which this file does not show. " +
    "Asked of services that publish a port.",
  severity: "info",
  onRequest: "the image may bring a health check, and most files leave it to that",
  dialects: ["docker", "podman", "nerdctl", "compose"],
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows: "the engine says of a container with a health check whether it is well, and nothing of one without",
  },
  fix: "none",
  also: ["cis-docker/5.27", "kics/healthcheck_not_set"],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 example/web:1.4\n",
      good: 'docker run -d -p 8080:8080 --health-cmd "/probe http://127.0.0.1:8080/" example/web:1.4\n',
    },
    {
      kind: "compose",
      bad: 'services:\n  web:\n    image: example/web:1.4\n    ports: ["8080:8080"]\n',
      good: 'services:\n  web:\n    image: example/web:1.4\n    ports: ["8080:8080"]\n    healthcheck:\n      test: [CMD, /probe]\n  worker:\n    image: example/worker:1.4\n',
    },
  ],
  *check({ containers }) {
    const lastingContainers = lastingServices(containers);
    for (const container of lastingContainers) {
      // A disabled check is intentional.
      if (container.health !== undefined || container.ports.length === 0) continue;
      yield {
        message: `Unless the image brings a health check, the engine can't tell a hanging service from a working one; \`${spelled(container, "health")}\` says how to ask it`,
        at: container.at,
        evidence: [
          ...lackOf(containers, container, "health"),
          reference(
            "A health check tells a server that is stuck in a loop from one that handles connections",
            "docs.docker.com, Dockerfile reference, HEALTHCHECK",
          ),
        ],
      };
    }
    return skippedByKind(containers, lastingContainers);
  },
});
