import { asWritten, evidenceOf, fixOf, isOn } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { spelled } from "../../shared/spelling.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/no-effect-when-privileged",
  title: "Capability settings ignored when privileged",
  why:
    "A privileged container has all capabilities, whatever is dropped or added beside it: Docker does not look at the lists. A dropped ALL there reads like a restriction and does not count. " +
    "Take the privilege away and keep the list.",
  severity: "warning",
  // Podman takes what is dropped from a privileged container, too.
  dialects: ["docker", "compose", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "a privileged container has the very same capabilities with `--cap-drop ALL`, and with one added",
  },
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --privileged --cap-drop ALL example/disk-health:3.1\n",
      good: "docker run --rm --cap-drop ALL --cap-add SYS_RAWIO example/disk-health:3.1\n",
    },
    {
      kind: "compose",
      bad: "services:\n  disks:\n    image: example/disk-health:3.1\n    privileged: true\n    cap_add:\n      - SYS_RAWIO\n",
      good: "services:\n  disks:\n    image: example/disk-health:3.1\n    cap_add:\n      - SYS_RAWIO\n",
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers) {
      if (!isOn(container.privileged)) continue;
      for (const list of ["capDrop", "capAdd"] as const)
        for (const setting of container[list]) {
          const fix = { title: "Remove what has no effect", applicability: "suggested" } as const;
          yield {
            message: `\`${asWritten(container, setting)}\` has no effect beside \`${spelled(container, "privileged")}\`: the container has all capabilities`,
            at: setting.at,
            severity: list === "capDrop" ? "warning" : "info",
            evidence: [
              ...evidenceOf(containers, setting),
              reference(
                "Lists of capabilities are not read for a privileged container",
                "moby/moby daemon/pkg/oci/caps/utils.go",
              ),
            ],
            // What is dropped says what was meant: there the privilege is the mistake.
            ...(list === "capAdd" && fixOf(containers, container, { remove: setting }, fix)),
          };
        }
    }
  },
});
