import { asWritten, each, evidenceOf, fixOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/cgroup-parent",
  title: "Container put under another control group",
  why:
    "The engine keeps its containers under a group of its own, for which the host's limits are set and of which its figures are made. Under another parent those limits do not count. " +
    "Say what the container may use with memory, cpus and pids instead.",
  severity: "warning",
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "the container's processes are in the control group that is named, and in the engine's own without",
  },
  fix: "suggested",
  also: ["cis-docker/5.25", "kics/cgroup_not_default"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --cgroup-parent /batch example/report:1.4\n",
      good: "docker run --rm --memory 512m --memory-swap 512m example/report:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  batch:\n    image: example/report:1.4\n    cgroup_parent: batch.slice\n",
      good: "services:\n  batch:\n    image: example/report:1.4\n    mem_limit: 512m\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ cgroupParent }) => [cgroupParent])) {
      // Podman names its own.
      if (said.value === "" || (container.dialect === "engine" && /^(?:machine|user)\.slice$/.test(said.value)))
        continue;
      const fix = { title: "Leave it under the engine's group", applicability: "suggested" } as const;
      yield {
        message: `\`${asWritten(container, said)}\` takes the container out of the engine's control group, and of the limits that the host sets there`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference("Limits of a parent bound all groups below it, and no others", "cgroups(7)"),
        ],
        ...fixOf(containers, container, { remove: said }, fix),
      };
    }
  },
});
