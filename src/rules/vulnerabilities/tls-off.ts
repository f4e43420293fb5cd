import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { isRun } from "../runs.ts";
import { inCommand, inSettings } from "./tls-switches.ts";

export default defineRule({
  id: "vulnerabilities/tls-off",
  title: "Certificate or signature check switched off",
  why: "These switches make an error message go away by trusting whoever answers. What is downloaded then runs in your build and in your image; the usual cause is a missing `ca-certificates` package or a company proxy whose certificate can be added.",
  severity: "error",
  needs: ["dockerfile"],
  fix: "none",
  also: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16].map((number) => `checkov/CKV2_DOCKER_${number}`),
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\nRUN curl -fsSLk -o /tmp/a.tgz https://files.example.com/a.tgz && apt-get install -y --allow-unauthenticated jq\n",
      good: "FROM node:24-slim\nENV NODE_EXTRA_CA_CERTS=/etc/ssl/proxy.pem\nRUN curl -fsSL -o /tmp/k https://files.example.com/a.tgz && apt-get install -y jq\n",
    },
  ],
  *check({ dockerfile }) {
    for (const instruction of dockerfile.stages.flatMap((stage) => stage.instructions)) {
      const found = isRun(instruction)
        ? instruction.commands.flatMap((command) => inCommand(command, dockerfile.text))
        : inSettings(instruction);
      for (const { what, effect, span } of found) {
        yield { message: `\`${what}\`: ${effect}`, at: span, evidence: [quote(dockerfile, instruction.span)] };
      }
    }
  },
});
