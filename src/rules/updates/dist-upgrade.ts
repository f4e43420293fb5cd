import { aptCalls } from "../apt.ts";
import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { runsOf } from "../runs.ts";

export default defineRule({
  id: "updates/dist-upgrade",
  title: "dist-upgrade in a build",
  why:
    "`dist-upgrade` may remove packages and pull in new ones to get its way, so a rebuild can lose something the application needs. " +
    "For security fixes within a release `upgrade` is enough; for the next release, change the base image.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "suggested",
  also: ["hadolint/DL3005", "trivy/DS-0024", "dockle/DKL-DI-0003"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update && apt-get -y dist-upgrade\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get -y upgrade\n",
    },
  ],
  *check({ dockerfile }) {
    for (const call of dockerfile.stages.flatMap(runsOf).flatMap(aptCalls)) {
      if (!/^(dist|full)-upgrade$/.test(call.action.text)) continue;
      yield {
        message: `\`${call.program} ${call.action.text}\` may remove packages: which ones changes from build to build`,
        at: call.command.span,
        evidence: [
          quote(dockerfile, call.command.span),
          reference(
            "dist-upgrade intelligently handles changing dependencies and may remove packages; upgrade never does",
            "apt-get(8)",
          ),
        ],
        fix: {
          title: `use \`${call.program} upgrade\``,
          applicability: "suggested",
          edits: [{ file: dockerfile.file, span: call.action.span, text: "upgrade" }],
        },
      };
    }
  },
});
