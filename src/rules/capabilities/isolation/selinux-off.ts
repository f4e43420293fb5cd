import { asWritten, each, evidenceOf, fixOf, isOn, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

/** Types of a process that SELinux lets do everything. */
const unconfined = /^type:(?:spc_t|unconfined_t)$/;

export default defineRule({
  id: "capabilities/selinux-off",
  title: "SELinux labels disabled",
  why:
    "On a host with SELinux each container has a label of its own, and the kernel refuses it the files of the host and of other containers, root or not. " +
    "label=disable, or the type spc_t, lifts that for every file. A mounted folder needs only :z or :Z.",
  severity: "warning",
  // Of pods, Pod Security has the say.
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "source",
    source:
      "container_selinux(8) and docs.docker.com, docker container run, --security-opt; a host without SELinux shows no difference",
  },
  fix: "suggested",
  also: ["cis-docker/5.3", "compose-lint/CL-0009"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --security-opt label=disable -v /srv/data:/data example/report:1.4\n",
      good: "docker run --rm -v /srv/data:/data:Z example/report:1.4\n",
    },
    {
      kind: "document",
      bad: "podman run --rm --security-opt label=type:spc_t example/report:1.4\n",
      good: "podman run --rm --security-opt label=type:container_t example/report:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    security_opt:\n      - label:disable\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    volumes:\n      - ./data:/data:Z\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ labels }) => labels)) {
      // The engine says it of its own accord where the host's processes or IPC are shared.
      const own = container.dialect === "engine" && [container.pid, container.ipc].some((one) => one?.value === "host");
      if (own || (said.value !== "disable" && !unconfined.test(said.value)) || isOn(container.privileged)) continue;
      const fix = { title: "Leave the container its own label", applicability: "suggested" } as const;
      yield {
        message: `\`${asWritten(container, said)}\` takes the container's SELinux label away: it may open files of the host and of other containers as far as their owner and mode allow`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference("spc_t, the type of a container without separation, may do everything", "container_selinux(8)"),
        ],
        ...fixOf(containers, container, { remove: said }, fix),
      };
    }
  },
});
