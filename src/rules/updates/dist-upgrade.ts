import { imageBelow } from "../../facts/dockerfile/base-shell.ts";
import { quote, reference } from "../shared/evidence.ts";
import { knownManager } from "../../facts/managers/known-manager.ts";
import { nameOf } from "../../facts/managers/package-steps.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "updates/dist-upgrade",
  title: "dist-upgrade in a build",
  why:
    "`dist-upgrade` may remove packages and pull in new ones to get its way, so a rebuild can lose something the application needs. " +
    "For security fixes within a release `upgrade` is enough; for the next release, change the base image.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls"],
  fix: "suggested",
  also: ["hadolint/DL3005", "hadolint/DL3035", "trivy/DS-0024", "dockle/DKL-DI-0003"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update && apt-get -y dist-upgrade\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get -y upgrade\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive dup\n",
      good: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive update\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    for (const call of packageCalls) {
      if (call.action !== "dist-upgrade" || call.verb === undefined) continue;
      // The way to update a release that rolls (opensuse.org, Portal:Tumbleweed).
      const stage = dockerfile.stages.findLast(({ from }) => from.span.start <= call.command.span.start);
      if (stage !== undefined && /tumbleweed|microos/i.test(imageBelow(dockerfile, stage)?.text ?? "")) continue;
      const instead = knownManager(call.manager)?.milderUpgrade;
      yield {
        message: `\`${nameOf(call)}\` may remove packages: which ones changes from build to build`,
        at: call.command.span,
        about: { call },
        evidence: [
          quote(dockerfile, call.command.span),
          reference(
            "dist-upgrade intelligently handles changing dependencies and may remove packages; upgrade never does",
            "apt-get(8)",
          ),
        ],
        ...(instead !== undefined && {
          fix: {
            title: `use \`${call.manager} ${instead}\``,
            applicability: "suggested" as const,
            edits: [{ file: dockerfile.file, span: call.verb.span, text: instead }] as const,
          },
        }),
      };
    }
  },
});
