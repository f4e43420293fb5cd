import { toCapability } from "../../../domain/profile/capability.ts";
import { isAll } from "./capability-drops.ts";
import { asWritten, evidenceOf, fixOf, isOn } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/dropped-and-added",
  title: "One capability dropped and added",
  why:
    "Of a capability that stands in both lists Docker grants it: what is added is put on top of what is left. Whoever reads the dropped one believes it gone. " +
    "Only a dropped ALL is meant to be followed by additions.",
  severity: "warning",
  // Podman refuses it, and Kubernetes' runtimes differ.
  dialects: ["docker", "compose", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "a container with NET_RAW dropped and added has NET_RAW",
  },
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --cap-drop NET_RAW --cap-add net_raw example/ping:1.0\n",
      good: "docker run --rm --cap-drop ALL --cap-add net_raw example/ping:1.0\n",
    },
    {
      kind: "compose",
      bad: "services:\n  ping:\n    image: example/ping:1.0\n    cap_drop: [CHOWN, NET_RAW]\n    cap_add: [CAP_NET_RAW]\n",
      good: "services:\n  ping:\n    image: example/ping:1.0\n    cap_drop: [CHOWN]\n    cap_add: [CAP_NET_RAW]\n",
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers) {
      const { capAdd, capDrop, privileged } = container;
      if (isOn(privileged) || [...capAdd, ...capDrop].some(({ value }) => isAll(value))) continue;
      for (const droppedCapability of capDrop) {
        const name = toCapability(droppedCapability.value);
        const added = capAdd.find(({ value }) => name !== undefined && toCapability(value) === name);
        if (added === undefined) continue;
        const fix = { title: `Remove the drop that has no effect`, applicability: "suggested" } as const;
        yield {
          message: `\`${asWritten(container, droppedCapability)}\` has no effect beside \`${asWritten(container, added)}\`: the container has ${name}`,
          at: droppedCapability.at,
          evidence: [
            ...evidenceOf(containers, droppedCapability),
            ...evidenceOf(containers, added),
            reference(
              "Without a dropped ALL, what is added is added to what is left",
              "moby/moby daemon/pkg/oci/caps/utils.go",
            ),
          ],
          ...fixOf(containers, container, { remove: droppedCapability }, fix),
        };
      }
    }
  },
});
