import type { ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { argumentsOf } from "../../facts/dockerfile/runs.ts";
import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { bodySource } from "../../facts/dockerfile/run-commands.ts";
import { bodyText } from "../../facts/dockerfile/body-text.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { verifiedLater } from "./verified-later.ts";
import { hint, inCommand, inSettings, inText, type Off } from "./tls-switches.ts";

const relevantKeywords = /^(RUN|ENV|ARG)$/;

export default defineRule({
  id: "vulnerabilities/tls-off",
  title: "Certificate or signature check disabled",
  why: "These switches make an error message go away by trusting whoever answers. What is downloaded then runs in your build and in your image; the usual cause is a missing `ca-certificates` package or a company proxy whose certificate can be added.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: Array.from({ length: 15 }, (_, index) => `checkov/CKV2_DOCKER_${index + 2}`),
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\nRUN curl -fsSLk -o /tmp/a.tgz https://files.example.com/a.tgz && apt-get install -y --allow-unauthenticated jq\n",
      good: "FROM node:24-slim\nENV NODE_EXTRA_CA_CERTS=/etc/ssl/proxy.pem\nRUN curl -fsSL -o /tmp/k https://files.example.com/a.tgz && apt-get install -y jq\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN export GIT_SSL_NO_VERIFY=0 && git clone https://git.example.com/a.git\n",
      good: "FROM debian:trixie-slim\nRUN git clone https://git.example.com/a.git\n",
    },
  ],
  *check({ dockerfile }) {
    if (!hint.test(saidIn(dockerfile))) return;
    const isVerified = verifiedLater(dockerfile);
    for (const instruction of dockerfile.instructions) {
      const { keyword, commands, argsSpan } = instruction;
      if (!relevantKeywords.test(keyword) || !hint.test(bodySource(dockerfile, instruction))) continue;
      const unread = keyword === "RUN" && commands === undefined;
      const switchesOff: readonly Off[] = commands
        ? commands.flatMap((command) =>
            inCommand(command, dockerfile.text).filter(
              ({ download }) => download !== true || !(isProbe(command) || isVerified(command)),
            ),
          )
        : inSettings(instruction, dockerfile);
      if (switchesOff.length === 0 && !unread) continue;
      for (const { what, effect, span, weak } of switchesOff) {
        yield {
          message: `\`${what}\`: ${effect}`,
          at: span,
          ...(weak === true && { severity: "info" as const }),
          evidence: [quote(dockerfile, instruction.span)],
          about: { switchedOff: what },
        };
      }
      // A syntax error, or another shell: the text can still be searched.
      for (const switchText of unread ? inText(bodyText(dockerfile, instruction)) : []) {
        yield {
          message: `\`${switchText}\` in a RUN whose commands could not be read: a check is switched off`,
          at: argsSpan,
          evidence: [quote(dockerfile, instruction.span)],
          about: { switchedOff: switchText },
        };
      }
    }
  },
});

/** Its output is shown or dropped: `curl -kI`, `curl -k -o /dev/null`, `wget --spider`. */
function isProbe(command: ShellCommand): boolean {
  const args = argumentsOf(command).map(({ text }) => text);
  return (
    args.some((arg) => /^(?:--head|--spider|-[#aBfgGijklLnNpqRsSvVZ0-9]*I[a-zA-Z#]*)$/.test(arg)) ||
    args.some(
      (arg, at) => arg === "/dev/null" && /^(?:--output|-[a-zA-Z#]*[oO]|--output-document)$/.test(args[at - 1] ?? ""),
    )
  );
}
