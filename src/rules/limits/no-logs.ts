import { asWritten, each, evidenceOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { keepsOutput } from "./keeps-output.ts";

export default defineRule({
  id: "limits/no-logs",
  title: "Container logging disabled",
  why:
    "With the log driver none what the service prints is gone: `docker logs` refuses, and after a break-in or a crash there is nothing to read. " +
    "A command whose output goes to a file or another program keeps it, and a key out of the log. " +
    "A size limit keeps logs small: the driver local has one by itself, json-file takes max-size.",
  severity: "info",
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "what a container prints is read with `docker logs`, and is refused under the log driver none",
  },
  fix: "none",
  also: ["compose-lint/CL-0014"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --log-driver none example/web:1.4\n",
      good: "docker run --rm --log-driver local example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    logging:\n      driver: none\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    logging:\n      driver: json-file\n      options:\n        max-size: 10m\n",
    },
  ],
  *check({ containers, runLines }) {
    for (const { container, said } of each(containers, ({ logDriver }) => [logDriver])) {
      if (said.value !== "none" || keepsOutput(container, containers.texts, runLines?.markdown === true)) continue;
      yield {
        message: `\`${asWritten(container, said)}\` throws away what the container prints: no one can read it after a crash or a break-in`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "No logs are available for the container and docker logs returns no output",
            "docs.docker.com, Configure logging drivers",
          ),
        ],
      };
    }
  },
});
