import { quote } from "../../shared/evidence.ts";
import { exposedPorts } from "../../../facts/dockerfile/exposed-ports.ts";
import { defineRule } from "../../rule.ts";

const highest = 65_535;

export default defineRule({
  id: "build/port-out-of-range",
  title: "EXPOSE port out of range",
  why: "Ports go from 0 to 65535. Docker refuses to build an image that exposes another one, and nothing can listen on it.",
  severity: "error",
  needs: ["dockerfile", "variables"],
  fix: "none",
  also: ["hadolint/DL3011", "trivy/DS-0008", "kics/unix_ports_out_of_range"],
  examples: [
    { kind: "dockerfile", bad: "FROM alpine:3.23\nEXPOSE 80800\n", good: "FROM alpine:3.23\nEXPOSE 8080\n" },
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.23\nEXPOSE 60000-70000/udp\n",
      good: "FROM alpine:3.23\nEXPOSE 60000-65535/udp\n",
    },
  ],
  *check({ dockerfile, variables }) {
    for (const exposed of exposedPorts(dockerfile, variables)) {
      const { instruction, word, port } = exposed;
      const wrong = port.split("-").find((end) => /^\d+$/.test(end) && Number(end) > highest);
      if (wrong === undefined) continue;
      yield {
        message: `there is no port ${wrong}; the last one is ${highest}`,
        at: word.span,
        evidence: [quote(dockerfile, instruction.span)],
        about: { port: exposed },
      };
    }
  },
});
