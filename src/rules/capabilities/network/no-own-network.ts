import { lackOf, services, skippedByKind } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/no-own-network",
  title: "No user-defined network",
  why:
    "A run line without --network puts the container on the default bridge, where every other container that did not ask for a network is too, and reaches it. " +
    "A network of its own has only those who belong together.",
  severity: "info",
  onRequest: "most documented run lines name no network",
  dialects: ["docker"],
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows: "two containers that name no network reach each other, and one of another network does not reach them",
  },
  fix: "none",
  also: ["cis-docker/5.30"],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 example/web:1.4\n",
      good: "docker network create shop\ndocker run -d -p 8080:8080 --network shop example/web:1.4\n",
    },
  ],
  *check({ containers }) {
    const judgedServices = services(containers);
    for (const container of judgedServices) {
      if (container.network !== undefined) continue;
      yield {
        message:
          "The service is on the default bridge, where unrelated containers reach it; `--network` gives it one of its own",
        at: container.at,
        evidence: [
          ...lackOf(containers, container, "network"),
          reference(
            "Containers started without a network are on the default bridge",
            "docs.docker.com, Bridge network driver",
          ),
        ],
      };
    }
    return skippedByKind(containers, judgedServices);
  },
});
