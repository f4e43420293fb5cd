import { quote } from "../../shared/evidence.ts";
import { exposedPorts } from "../../../facts/dockerfile/exposed-ports.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/expose-protocol-casing",
  title: "EXPOSE with a protocol in capitals",
  why: "Docker writes `80/TCP` into the image as `80/tcp`; other builders keep it, and a tool that looks for `80/tcp` does not find the port. Lower case is the form that all of them know.",
  severity: "info",
  needs: ["dockerfile", "variables"],
  fix: "safe",
  whySafe: {
    sameReading:
      "Docker writes the protocol in lower case into the image whatever its case in the text. Only the letters of tcp, udp and sctp are changed, in words without variables: the configuration of the image is the same.",
  },
  also: ["buildkit/ExposeProtoCasing"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.23\nEXPOSE 8080/TCP 5353/Udp 9000/tcp\n",
      good: "FROM alpine:3.23\nEXPOSE 8080/tcp 5353/udp 9000/tcp\n",
    },
  ],
  *check({ dockerfile, variables }) {
    for (const { instruction, word, spec, protocol, written } of exposedPorts(dockerfile, variables)) {
      const lower = protocol.toLowerCase();
      if (protocol === lower || !/^(tcp|udp|sctp)$/.test(lower)) continue;
      const span = { start: word.span.end - protocol.length, end: word.span.end };
      yield {
        message: `${spec} has its protocol in capitals`,
        at: written ? span : word.span,
        evidence: [quote(dockerfile, instruction.span)],
        ...(written &&
          /^[\d.:[\]-]+\/[A-Za-z]+$/.test(spec) && {
            fix: {
              title: `write ${lower}`,
              applicability: "safe" as const,
              edits: [{ file: dockerfile.file, span, text: lower }] as const,
              delta: [],
            },
          }),
      };
    }
  },
});
