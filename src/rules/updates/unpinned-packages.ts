import type { Stage } from "../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../shared/evidence.ts";
import { isSimulation } from "../../facts/managers/package-steps.ts";
import { archiveManagers } from "../../facts/managers/system-managers.ts";
import { defineRule } from "../rule.ts";
import { usesSnapshot } from "./snapshot.ts";

export default defineRule({
  id: "updates/unpinned-packages",
  title: "System package version not pinned",
  why:
    "Two builds of the same file install different versions. But to pin each of them is not a cure: a distribution's archive deletes the old version with the next security fix, so an exact pin breaks the build within weeks and keeps the hole until then. " +
    "Pin the base image by digest, rebuild often, and pin single versions only where the package source is a snapshot that keeps them.",
  severity: "info",
  onRequest: "to pin the packages of a distribution is not a cure",
  needs: ["dockerfile", "packageCalls"],
  fix: "none",
  also: [
    "hadolint/DL3008",
    "hadolint/DL3018",
    "hadolint/DL3033",
    "hadolint/DL3037",
    "hadolint/DL3041",
    "kics/apt_get_install_pin_version_not_defined",
    "kics/unpinned_package_version_in_apk_add",
    "kics/missing_version_specification_in_dnf_install",
    "kics/yum_install_without_version",
    "kics/zypper_install_without_version",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl jq\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl=8.14.* jq=1.7.*\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.23\nRUN apk add --no-cache curl\n",
      good: "FROM alpine:3.23\nRUN apk add --no-cache 'curl~8.17'\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    const upgraded = new Set(packageCalls.filter(({ action }) => action.endsWith("upgrade")).map(({ stage }) => stage));
    const advices = new Map<number, string>();
    for (const call of packageCalls) {
      if (call.action !== "install" || !archiveManagers.has(call.manager) || isSimulation(call)) continue;
      const open = call.operands.filter(({ kind, version }) => version === undefined && /^(named|dynamic)$/.test(kind));
      const [first] = open;
      if (first === undefined) continue;
      const names = open.map(({ name }) => name);
      const packageText =
        names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
      const stage = dockerfile.stages[call.stage];
      const adviceText = advices.get(call.stage) ?? (stage && advice(stage, upgraded)) ?? "";
      advices.set(call.stage, adviceText);
      yield {
        message: `${packageText}: ${adviceText}`,
        at: first.word.span,
        about: { call },
        evidence: [
          quote(dockerfile, call.command.span),
          reference(
            "a pinned version disappears from the archive with the next update, and the build fails",
            "hadolint#884",
          ),
        ],
      };
    }
  },
});

/** What to do in a stage, for all of its packages. */
function advice(stage: Stage, upgraded: ReadonlySet<number>): string {
  const { base, index } = stage;
  if (usesSnapshot(stage)) {
    return "no version is named, and the snapshot that they come from fixes it: leave it so, and move the snapshot's date often";
  }
  if (base.digest !== undefined && !upgraded.has(index)) {
    return "as new as the archive on the day of the build. The base is pinned by digest and nothing upgrades what it holds: its security fixes stay out until the digest moves";
  }
  const cure =
    base.digest === undefined ? "pin the base by digest and rebuild often" : "move the digest of the base often";
  return `as new as the archive on the day of the build. Do not pin single versions, the archive drops them; ${cure}`;
}
