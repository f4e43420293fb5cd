import { asWritten, each, evidenceOf, fixOf, isOn, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/apparmor-off",
  title: "AppArmor disabled",
  why:
    "Where the host has AppArmor, the engine's default profile keeps a container from mounting file systems and from writing below /proc and /sys even when it has the capability. " +
    "apparmor=unconfined takes that away; write a profile that allows the one thing that is missing.",
  severity: "warning",
  // Of pods, Pod Security has the say.
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "source",
    source:
      "docs.docker.com, AppArmor security profiles for Docker, and moby/moby profiles/apparmor/template.go; a host without AppArmor shows no difference",
  },
  fix: "suggested",
  also: ["cis-docker/5.2", "compose-lint/CL-0009"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --security-opt apparmor=unconfined example/mounter:3.0\n",
      good: "docker run --rm --security-opt apparmor=mounter example/mounter:3.0\n",
    },
    {
      kind: "compose",
      bad: "services:\n  mounter:\n    image: example/mounter:3.0\n    security_opt:\n      - no-new-privileges:true\n      - apparmor:unconfined\n",
      good: "services:\n  mounter:\n    image: example/mounter:3.0\n    security_opt:\n      - no-new-privileges:true\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ appArmor }) => [appArmor])) {
      // Of a privileged container another rule says it with the rest.
      if (said.value.toLowerCase() !== "unconfined" || isOn(container.privileged)) continue;
      const fix = { title: "Leave the engine's default profile on", applicability: "suggested" } as const;
      yield {
        message: `\`${asWritten(container, said)}\` switches AppArmor off for the container: mounts and writes below /proc and /sys that the default profile refuses are allowed`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "docker-default denies mount, and writing to most of /proc/sys and /sys",
            "moby/moby profiles/apparmor/template.go",
          ),
        ],
        ...fixOf(containers, container, { remove: said }, fix),
      };
    }
  },
});
