import { asWritten, each, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/seccomp-off",
  title: "System call filter disabled",
  why:
    "Docker's default seccomp profile keeps about 44 of more than 300 system calls from the container, those behind many of the kernel's escapes " +
    "among them. seccomp=unconfined opens them all; allow the one call that is missing in a profile of your own instead.",
  severity: "warning",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "the process has a system call filter by default and none under `seccomp=unconfined`",
  },
  fix: "none",
  also: ["cis-docker/5.22", "compose-lint/CL-0009", "kics/default_seccomp_profile_disabled"],
  alsoKubernetes: ["trivy/KSV-0104", "kubesec/SeccompUnconfined"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --security-opt seccomp=unconfined example/profiler:5.0\n",
      good: "docker run --rm --security-opt seccomp=perf.json example/profiler:5.0\n",
    },
    {
      kind: "compose",
      bad: "services:\n  profiler:\n    image: example/profiler:5.0\n    security_opt:\n      - seccomp:unconfined\n",
      good: "services:\n  profiler:\n    image: example/profiler:5.0\n    security_opt:\n      - seccomp=perf.json\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ seccomp }) => [seccomp])) {
      if (said.value.toLowerCase() !== "unconfined") continue;
      yield {
        message: `\`${said.written ?? asWritten(container, said)}\` opens every system call of the kernel to the container; a profile with the missing call is enough`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "The default profile disables around 44 system calls out of 300+ and is moderately protective while compatible",
            "docs.docker.com, Seccomp security profiles for Docker",
          ),
        ],
      };
    }
  },
});
