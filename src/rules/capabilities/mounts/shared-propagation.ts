import { each, evidenceOf, placeOf, visiblePart } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/shared-propagation",
  title: "Shared mount propagation",
  why:
    "With shared propagation a file system that the container mounts below the folder appears on the host and in every other container that shares it. Only storage drivers need that. " +
    "rslave lets the host's mounts in and none out.",
  severity: "warning",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "what a container mounts below an rshared folder is seen on the host, and below an rslave or private one it is not",
  },
  fix: "none",
  also: ["cis-docker/5.20", "compose-lint/CL-0017", "kics/volume_mounted_in_multiple_containers"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -v /srv/mounts:/mounts:rshared example/mounter:3.0\n",
      good: "docker run --rm -v /srv/mounts:/mounts:rslave example/mounter:3.0\n",
    },
    {
      kind: "compose",
      bad: "services:\n  mounter:\n    image: example/mounter:3.0\n    volumes:\n      - type: bind\n        source: /srv/mounts\n        target: /mounts\n        bind:\n          propagation: shared\n",
      good: "services:\n  mounter:\n    image: example/mounter:3.0\n    volumes:\n      - type: bind\n        source: /srv/mounts\n        target: /mounts\n        bind:\n          propagation: rslave\n",
    },
  ],
  *check({ containers }) {
    for (const { said } of each(containers, ({ mounts }) => mounts)) {
      const { propagation, source = "" } = said.value;
      if (propagation !== "shared" && propagation !== "rshared") continue;
      yield {
        message: `What the container mounts below \`${visiblePart(said, source)}\` appears on the host (\`${propagation}\`)`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "Mounts below a shared mount propagate to its peers, those of a slave do not",
            "mount_namespaces(7), Shared subtrees",
          ),
        ],
      };
    }
  },
});
