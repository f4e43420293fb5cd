import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { quote, reference } from "../shared/evidence.ts";
import { bareArguments, isPlain, nameOf } from "../../facts/managers/package-steps.ts";
import { bodyText } from "../../facts/dockerfile/body-text.ts";
import { defineRule } from "../rule.ts";

/** What stays within the release, by manager. */
const milder: ReadonlyMap<string, string> = new Map([
  ["apt", "upgrade"],
  ["apt-get", "upgrade"],
  ["aptitude", "safe-upgrade"],
  ["dnf", "upgrade"],
  ["yum", "upgrade"],
  ["tdnf", "upgrade"],
  ["zypper", "update"],
]);

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
      const instead = milder.get(call.manager);
      yield {
        message: `\`${nameOf(call)}\` may remove packages: which ones changes from build to build`,
        at: call.command.span,
        also: peers(dockerfile, call),
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

function peers(dockerfile: DockerfileFact, { manager, command, instruction }: PackageCall): string[] {
  const args = bareArguments(command);
  const found: string[] = [];
  if (manager === "zypper" && isPlain(dockerfile, command)) found.push("hadolint/DL3035");
  if (!manager.startsWith("apt") || !args.includes("dist-upgrade")) return found;
  if (manager === "apt-get" && isPlain(dockerfile, command)) found.push("hadolint/DL3005");
  if (instruction.onbuild) return found;
  if (manager !== "aptitude") found.push("dockle/DKL-DI-0003");
  // Reported by text: something has to stand between the program and the word.
  const text = instruction.json === undefined ? bodyText(dockerfile, instruction) : "";
  const first = text.indexOf("apt-get ");
  if (first !== -1 && text.lastIndexOf(" dist-upgrade") >= first + 8) found.push("trivy/DS-0024");
  return found;
}
