import { asWritten, each, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/publish-all",
  title: "Every port of the image published",
  why:
    "--publish-all opens each port that the image exposes, on every interface and on a number that the engine draws: a port that a newer image adds is open without a word. " +
    "Name the ports that are needed.",
  severity: "warning",
  dialects: ["docker", "podman", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "an exposed port that no flag publishes is open on 0.0.0.0 under `--publish-all`, and closed without",
  },
  fix: "none",
  also: ["cis-docker/5.9"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -P example/web:1.4\n",
      good: "docker run --rm -p 127.0.0.1:8080:8080 example/web:1.4\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ publishAll }) => [publishAll])) {
      if (!said.value || container.network?.value === "host") continue;
      yield {
        message: `\`${asWritten(container, said)}\` opens every port that the image exposes, now or later, on every interface of the host`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "-P publishes all exposed ports to random ports",
            "docs.docker.com, docker container run, --publish-all",
          ),
        ],
      };
    }
  },
});
