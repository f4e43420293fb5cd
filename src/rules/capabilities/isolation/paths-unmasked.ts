import { asWritten, each, evidenceOf, fixOf, isOn, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/paths-unmasked",
  title: "Kernel paths unmasked",
  why:
    "The engine hides /proc/kcore, /proc/keys, /sys/firmware and others from a container and makes /proc/sys and /proc/sysrq-trigger read-only. Unmasked, root in the container writes the host's core_pattern, " +
    "which is a program that the kernel starts outside of all containers. Only builders of images within containers ask for it, and in a user namespace.",
  severity: "error",
  // Of pods, Pod Security has the say.
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "a container has paths below /proc and /sys that are hidden or read-only, and none under `systempaths=unconfined`",
  },
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --security-opt systempaths=unconfined example/builder:5.0\n",
      good: "docker run --rm example/builder:5.0\n",
    },
    {
      kind: "compose",
      bad: "services:\n  builder:\n    image: example/builder:5.0\n    security_opt:\n      - systempaths=unconfined\n",
      good: "services:\n  builder:\n    image: example/builder:5.0\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ unmasked }) => [unmasked])) {
      if (!said.value || isOn(container.privileged)) continue;
      const fix = { title: "Leave the kernel's files masked", applicability: "suggested" } as const;
      yield {
        message: `\`${asWritten(container, said)}\` opens /proc/sys, /proc/kcore and their like to the container: root in it may change the host's kernel settings`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "A program named in core_pattern runs as root in the initial namespaces",
            "core(5); docs.docker.com, docker container run, systempaths=unconfined",
          ),
        ],
        ...fixOf(containers, container, { remove: said }, fix),
      };
    }
  },
});
