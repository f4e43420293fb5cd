import { asWritten, each, evidenceOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/oom-score-adj",
  title: "Container shielded from the OOM killer",
  why:
    "When the host runs out of memory the kernel stops what has the highest score. A negative --oom-score-adj puts the container behind everything else: other services, and the engine itself, die in its place, a leak of its own included. " +
    "Give it a memory limit that it was shown to run under.",
  severity: "warning",
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "of two containers under one limit the kernel stops the one with the higher score in place of the one that takes more, and not without a score",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --oom-score-adj -900 example/import:2.0\n",
      good: "docker run --rm --memory 512m --memory-swap 512m --oom-score-adj 300 example/import:2.0\n",
    },
    {
      kind: "compose",
      bad: "services:\n  db:\n    image: example/db:16.4\n    oom_score_adj: -900\n",
      good: "services:\n  db:\n    image: example/db:16.4\n    mem_limit: 1g\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ oomScoreAdj }) => [oomScoreAdj])) {
      if (!(said.value < 0)) continue;
      yield {
        message: `\`${asWritten(container, said)}\` makes the kernel stop other programs of the host before this container`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "From -1000, never, to 1000, first: added to the score by which the kernel chooses",
            "proc_pid_oom_score_adj(5)",
          ),
        ],
      };
    }
  },
});
