import { quote, reference } from "../../shared/evidence.ts";
import { exposedPorts } from "../../../facts/dockerfile/exposed-ports.ts";
import { defineRule } from "../../rule.ts";

/** An address and a host port that every builder accepts: a fix must not make a refused build succeed. */
const refusedNowhere = /^(?:(?:\d{1,3}\.){3}\d{1,3}:|\[::1?\]:)?\d{1,5}:$/;

export default defineRule({
  id: "build/expose-host-port",
  title: "EXPOSE with an address or a port of the host",
  why: "EXPOSE only notes which port the program in the container listens on. The part for the host is thrown away without a word: the port is not published, and not bound to that address; `docker run -p` does that. A later Docker will refuse it.",
  severity: "warning",
  needs: ["dockerfile", "variables"],
  fix: "safe",
  whySafe: {
    sameReading:
      "EXPOSE keeps the part for the container and throws the part for the host away (BuildKit parses it and does not use it). Only that part is cut out of a word that stands in the text as it is, no variable in it, and only where it is one port of the host, alone or behind an IPv4 address, `[::]` or `[::1]`, which no builder refuses; the configuration of the image holds the same ports before and after.",
  },
  also: ["buildkit/ExposeInvalidFormat"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.23\nEXPOSE 127.0.0.1:80:8080 9000:9000 [::1]:53:53/udp\n",
      good: "FROM alpine:3.23\nEXPOSE 8080 9000 53/udp\n",
    },
  ],
  *check({ dockerfile, variables }) {
    for (const { instruction, word, spec, host, port, written } of exposedPorts(dockerfile, variables)) {
      // `EXPOSE :80` names no host.
      if (/^:*$/.test(host)) continue;
      const span = { start: word.span.start, end: word.span.start + host.length };
      yield {
        message: `EXPOSE ${spec} publishes nothing on the host; only ${port} is noted`,
        at: word.span,
        evidence: [
          quote(dockerfile, instruction.span),
          reference("an address or a host port in EXPOSE will become an error", "BuildKit, ExposeInvalidFormat"),
        ],
        ...(written &&
          refusedNowhere.test(host) &&
          /^\d+(?:-\d+)?$/.test(port) && {
            fix: {
              title: `leave ${host} out`,
              applicability: "safe" as const,
              edits: [{ file: dockerfile.file, span, text: "" }] as const,
              delta: [],
            },
          }),
      };
    }
  },
});
