import type { DockerfileFact } from "../../../facts/dockerfile/dockerfile.ts";
import { ofKeyword } from "../../../facts/dockerfile/by-keyword.ts";
import { quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/exposed-ssh",
  title: "SSH port of the container exposed",
  why:
    "A shell over the network is a second way in, with keys, accounts and updates of its own to look after, and sshd itself has to run as root. " +
    "`docker exec` or `kubectl exec` give the same shell through the engine's own access control.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["trivy/DS-0004", "checkov/CKV_DOCKER_1", "kics/exposing_port_22", "cis-docker/5.7"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nEXPOSE 8080 22\n",
      good: "FROM debian:trixie-slim\nEXPOSE 8080\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nEXPOSE 20-25/tcp\n",
      good: "FROM debian:trixie-slim\nEXPOSE 2222/tcp\n",
    },
  ],
  *check(facts) {
    const { dockerfile } = facts;
    const isPurpose = servesSshAlone(dockerfile);
    for (const { instruction } of ofKeyword(dockerfile, "EXPOSE")) {
      for (const { text, span } of instruction.words) {
        const port = text.includes("$") ? facts.variables?.expandDefaults(instruction, text) : text;
        if (port === undefined || !hasSsh(port)) continue;
        yield {
          message: `EXPOSE ${text} offers SSH: a shell over the network beside the engine's own \`exec\``,
          at: span,
          ...(isPurpose && { severity: "info" as const }),
          evidence: [quote(dockerfile, instruction.span)],
        };
      }
    }
  },
});

/** An SFTP or git server: its only port is SSH, and sshd is what it starts. */
function servesSshAlone(dockerfile: DockerfileFact): boolean {
  const ports = ofKeyword(dockerfile, "EXPOSE").flatMap(({ instruction }) => instruction.words);
  const [start] = ["ENTRYPOINT", "CMD"]
    .flatMap((keyword) => ofKeyword(dockerfile, keyword).slice(-1))
    .map(({ instruction: { span } }) => dockerfile.text.slice(span.start, span.end))
    .filter((text) => /\bsshd\b/.test(text));
  return start !== undefined && ports.every(({ text }) => hasSsh(text));
}

function hasSsh(port: string): boolean {
  const [, first, last] = /^["']?(\d{1,5})(?:-(\d{1,5}))?(?:\/(?:tcp|udp))?["']?$/i.exec(port) ?? [];
  return first !== undefined && Number(first) <= 22 && Number(last ?? first) >= 22;
}
