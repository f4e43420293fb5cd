import { appendCommand } from "../../edits/edit.ts";
import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../shared/evidence.ts";
import { nameOf } from "../../facts/managers/package-steps.ts";
import { defineRule } from "../rule.ts";
import { caches, cleanUp, leftOpen } from "../../facts/managers/rpm/rpm-caches.ts";
import { rpmCacheSteps } from "../../facts/safe-steps/step-lists.ts";
import { sureIf } from "../shared/sure.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "cleanup/rpm-cache",
  title: "Cache of dnf, yum or zypper left in the layer",
  why:
    "dnf, yum, microdnf and zypper store the metadata of every repository, often more than the packages themselves, which nothing reads at run time. " +
    "Deleted in the same RUN it costs nothing, deleted in a later one it still ships. End the RUN with `clean all`.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls", "safeSteps"],
  fix: "safe",
  whySafe: {
    edit: "The RUN ends with `clean all` of its package manager, as root; what is gone is downloaded again when it is needed.",
    steps: rpmCacheSteps,
    behind: true,
  },
  also: [
    "hadolint/DL3032",
    "hadolint/DL3036",
    "hadolint/DL3040",
    "trivy/DS-0015",
    "trivy/DS-0019",
    "trivy/DS-0020",
    "trivy/DS-0027",
    "kics/missing_dnf_clean_all",
    "kics/missing_zypper_clean",
    "kics/yum_clean_all_missing",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM fedora:42\nRUN dnf install -y tomcat\n",
      good: "FROM fedora:42\nRUN dnf install -y tomcat && dnf clean all\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM opensuse/leap:15.6\nRUN zypper -n in tomcat \\\n && rm /tmp/x\n",
      good: "FROM opensuse/leap:15.6\nRUN zypper -n in tomcat \\\n && rm /tmp/x \\\n && zypper clean --all\n",
    },
  ],
  *check({ dockerfile, packageCalls, safeSteps }) {
    const chain = new Set(targetChain(dockerfile).map(({ index }) => index));
    let last: Instruction | undefined;
    for (const { instruction, stage: index, manager } of packageCalls) {
      const stage = dockerfile.stages[index];
      if (instruction === last || stage === undefined || !caches.has(manager)) continue;
      last = instruction;
      const call = leftOpen(packageCalls, instruction);
      if (call === undefined) continue;
      const paths = caches.get(call.manager)?.paths ?? [];
      const clean = caches.get(call.manager)?.clean ?? "clean all";
      const command = cleanUp(dockerfile, packageCalls, call, clean);
      const edit = command === undefined ? undefined : appendCommand(dockerfile, instruction, command);
      yield {
        message: `What \`${nameOf(call)}\` downloads stays in this layer: no \`${clean}\` comes after it`,
        at: call.command.span,
        ...(!chain.has(index) && { severity: "info" as const }),
        evidence: [
          quote(dockerfile, instruction.span),
          reference("clean all deletes the metadata and packages that were cached", `${call.manager}(8)`),
        ],
        ...(edit && {
          fix: {
            title: `end the RUN with \`${clean}\``,
            ...sureIf(safeSteps.stepAround(instruction, rpmCacheSteps)),
            edits: [edit] as const,
            delta: [...paths, "/var/log", "/var/lib/dnf"],
          },
        }),
      };
    }
  },
});
