import { each, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/tmpfs-options",
  title: "tmpfs without noexec, nosuid or nodev",
  why:
    "The engine mounts a tmpfs noexec, nosuid and nodev. In a container with a read-only root it is often the only place that can be written, and exec there gives an intruder back the place to start a program from; " +
    "suid and dev give setuid files and device nodes an effect.",
  severity: "info",
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "a program that is copied to a tmpfs does not start, and it does under the option exec",
  },
  fix: "none",
  also: ["compose-lint/CL-0022"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --read-only --tmpfs /tmp:exec,size=64m example/report:1.4\n",
      good: "docker run --rm --read-only --tmpfs /tmp:size=64m example/report:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    read_only: true\n    tmpfs:\n      - /tmp:size=64m,suid\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    read_only: true\n    tmpfs:\n      - /tmp:size=64m,noexec\n",
    },
  ],
  *check({ containers }) {
    for (const { said } of each(containers, ({ mounts }) => mounts)) {
      const { type, options = "", path } = said.value;
      if (type !== "tmpfs") continue;
      const lifted = options.split(",").filter((option) => /^(?:exec|suid|dev)$/.test(option));
      if (lifted.length === 0) continue;
      yield {
        message: `The tmpfs on \`${path}\` is mounted ${lifted.join(", ")}: an intruder can write ${lifted.includes("exec") ? "programs there and start them" : "setuid files or device nodes there that count"}`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "A tmpfs is mounted rw,noexec,nosuid,nodev unless its options say otherwise",
            "docs.docker.com, docker container run, --tmpfs",
          ),
        ],
      };
    }
  },
});
