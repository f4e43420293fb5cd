import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { prefixOf, runsOf } from "../runs.ts";

export default defineRule({
  id: "non-root/sudo",
  title: "sudo in a build",
  why:
    "A RUN is root unless USER says otherwise, so sudo adds nothing there but its own behaviour with signals, environment and terminals. " +
    "And where it is needed, the image ships a setuid program and a rule by which the application's user becomes root.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3004", "trivy/DS-0010", "dockle/DKL-DI-0001", "checkov/CKV2_DOCKER_1"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM ubuntu:24.04\nRUN sudo mkdir -p /srv/data && sudo chown 10001 /srv/data\n",
      good: "FROM ubuntu:24.04\nRUN mkdir -p /srv/data && chown 10001 /srv/data\n",
    },
  ],
  *check({ dockerfile }) {
    for (const run of dockerfile.stages.flatMap(runsOf)) {
      const uses = run.commands.filter(
        (command) => command.name === "sudo" || /(^|\s)sudo\s/.test(prefixOf(dockerfile.text, command)),
      );
      const [first] = uses;
      if (first === undefined) continue;
      const times = uses.length === 1 ? "once" : `${uses.length} times`;
      yield {
        message: `This RUN calls sudo ${times}: switch with USER root where root is needed`,
        at: { start: first.span.start, end: first.words[0]?.span.end ?? first.span.end },
        evidence: [quote(dockerfile, run.span)],
      };
    }
  },
});
