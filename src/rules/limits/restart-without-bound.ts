import { asWritten, evidenceOf, lackOf, lastingServices, placeOf, skippedByKind } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { spelled } from "../shared/spelling.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/restart-without-bound",
  title: "Restart policy unbounded or missing",
  why:
    "A service that fails at its start is started again and again under always and unless-stopped, with a minute between at most, and its logs fill with the same lines. on-failure:5 stops after five. " +
    "For a service that only waits for its database the endless restart is what is wanted.",
  severity: "info",
  onRequest: "unless-stopped is what most services want",
  dialects: ["docker", "podman", "nerdctl", "compose", "engine"],
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows: "a program that fails is started more than twice again under `always`, and twice under `on-failure:2`",
  },
  fix: "none",
  also: ["cis-docker/5.15", "kics/restart_policy_on_failure_not_set_to_5"],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --restart always example/web:1.4\n",
      good: "docker run -d -p 8080:8080 --restart on-failure:5 example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    restart: unless-stopped\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    restart: on-failure:5\n",
    },
  ],
  *check({ containers }) {
    const lastingContainers = lastingServices(containers);
    for (const container of lastingContainers) {
      const { restart, at } = container;
      if (restart !== undefined && /^on-failure:[1-5]$|\$/.test(restart.value)) continue;
      const never = restart === undefined || /^(?:no|false|)$/.test(restart.value);
      yield {
        message: never
          ? `The service is not started again when it fails; \`${spelled(container, "restart")}\` says how often it is`
          : `\`${asWritten(container, restart)}\` starts a service that fails again and again; \`on-failure:5\` stops after five times`,
        at: restart === undefined ? at : placeOf(restart),
        evidence: [
          ...(restart === undefined ? lackOf(containers, container, "restart") : evidenceOf(containers, restart)),
          reference(
            "The delay before a restart doubles from 100 ms to one minute",
            "docs.docker.com, Start containers automatically",
          ),
        ],
      };
    }
    return skippedByKind(containers, lastingContainers);
  },
});
