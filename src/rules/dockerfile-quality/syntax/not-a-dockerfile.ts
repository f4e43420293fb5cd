import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/not-a-dockerfile",
  title: "Invalid Dockerfile",
  why:
    "The builder reads the whole file before it does anything: an unknown instruction or flag, an invalid value, or a stage that does not exist ends the build at once. " +
    "What can be read is judged all the same; the answer as a whole is exit code 2, since no one can build the file.",
  severity: "error",
  needs: ["refusals"],
  fix: "none",
  also: [
    "hadolint/DL3061",
    "hadolint/DL3043",
    "hadolint/DL3011",
    "hadolint/DL3022",
    "hadolint/DL3023",
    "trivy/DS-0006",
    "trivy/DS-0008",
    "kics/copy_from_references_current_from_alias",
    "kics/unix_ports_out_of_range",
    "buildkit/UndefinedArgInFrom",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:13\nRUM apt-get update\n",
      good: "FROM debian:13\nRUN apt-get update\n",
    },
    {
      kind: "dockerfile",
      bad: "RUN true\nFROM debian:13\n",
      good: "FROM debian:13\nRUN true\n",
    },
  ],
  *check({ refusals }) {
    for (const { problem, span, kind } of refusals.refusals) {
      yield {
        message: `Docker refuses this file: ${problem}`,
        at: span,
        about: { ...(kind !== undefined && { fault: kind }) },
        evidence: [
          quote(refusals, span),
          reference("read as BuildKit reads it; its answers were compared", "test/docker-answers.json"),
        ],
      };
    }
  },
});
