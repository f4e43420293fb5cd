import { asks, consents } from "./consent.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { failsBuild, nameOf } from "../../../facts/managers/package-steps.ts";
import { defineRule } from "../../rule.ts";
import { setBefore } from "../../../facts/managers/set-before.ts";

export default defineRule({
  id: "build/asks-for-consent",
  title: "Interactive package manager prompt",
  why:
    "A package manager asks before it installs more than was named or removes anything, and in a build no one answers: it gives up and the build fails. " +
    "It works today only as long as the package brings nothing along. Say -y.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls"],
  fix: "proven",
  also: [
    "hadolint/DL3014",
    "hadolint/DL3030",
    "hadolint/DL3034",
    "hadolint/DL3038",
    "trivy/DS-0021",
    "kics/apt_get_missing_flags_to_avoid_manual_input",
    "kics/missing_flag_from_dnf_install",
    "kics/yum_install_allows_manual_input",
    "kics/missing_zypper_non_interactive_switch",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install --no-install-recommends curl\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM fedora:42\nRUN dnf install tomcat && dnf clean all\n",
      good: "FROM fedora:42\nRUN dnf install -y tomcat && dnf clean all\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM opensuse/leap:15.6\nRUN zypper --quiet in tomcat\n",
      good: "FROM opensuse/leap:15.6\nRUN zypper --quiet in -y tomcat\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    for (const call of packageCalls) {
      const { command, manager, verb } = call;
      const consent = consents.get(manager);
      if (consent === undefined || verb === undefined || !asks(call)) continue;
      if (setBefore(dockerfile, call, consent.setting)) continue;
      const at = verb.span.end;
      yield {
        message: `\`${nameOf(call)}\` asks before it goes on, and no one answers in a build`,
        at: verb.span,
        about: { call },
        evidence: [
          quote(dockerfile, command.span),
          reference("-y: assume yes as answer to all questions and run without asking", consent.manual),
        ],
        // If the build continues after the refusal, -y changes its result.
        ...(verb.literal && {
          fix: {
            title: `add ${consent.word}`,
            applicability: failsBuild(call) ? ("proven" as const) : ("suggested" as const),
            edits: [{ file: dockerfile.file, span: { start: at, end: at }, text: ` ${consent.word}` }] as const,
          },
        }),
      };
    }
  },
});
