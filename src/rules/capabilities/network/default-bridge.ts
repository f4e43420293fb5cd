import { asWritten, each, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/default-bridge",
  title: "Container put on the default bridge",
  why:
    "Everything on the default bridge reaches everything else there, containers of other projects too, and no name is resolved. A network of its own has only those who belong together and finds them by name; " +
    "Compose makes one for each project unless told otherwise.",
  severity: "info",
  dialects: ["docker", "compose"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "a container on the default bridge is reached by another one there, and not by one of another network",
  },
  fix: "none",
  also: ["cis-docker/5.30", "kics/networks_not_set"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --network bridge example/web:1.4\n",
      good: "docker network create shop\ndocker run --rm --network shop example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    network_mode: bridge\n",
      good: "services:\n  web:\n    image: example/web:1.4\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ network }) => [network])) {
      if (said.value !== "bridge" && said.value !== "default") continue;
      yield {
        message: `\`${asWritten(container, said)}\` puts it beside the containers of all other projects on the default bridge, which reach each other`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "User-defined bridges provide better isolation and name resolution; on the default bridge unrelated containers can communicate",
            "docs.docker.com, Bridge network driver",
          ),
        ],
      };
    }
  },
});
