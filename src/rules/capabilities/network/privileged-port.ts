import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { targetChain } from "../../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "capabilities/privileged-port",
  title: "Port below 1024",
  why:
    "To listen below 1024 a process needs NET_BIND_SERVICE, unless the network namespace says otherwise. Docker's private networks do: there uid 1000 without any capability listens on port 80. " +
    "With the host's network, or on Kubernetes with an older containerd, the same image fails with EACCES or keeps a capability it does not need. A port from 1024 up works everywhere, and the outside port can still be 80.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13-slim\nEXPOSE 80\nCMD ["python", "-m", "http.server", "80"]\n',
      good: 'FROM python:3.13-slim\nEXPOSE 8080\nCMD ["python", "-m", "http.server", "8080"]\n',
    },
  ],
  *check({ dockerfile }) {
    // Windows has no such bound, and no one else escapes with a backtick.
    if (dockerfile.windows || dockerfile.escape === "`") return;
    for (const instruction of targetChain(dockerfile).flatMap((stage) => stage.instructions)) {
      if (instruction.keyword !== "EXPOSE" || instruction.onbuild) continue;
      for (const { text, span } of instruction.words) {
        const port = /^(\d+)(-\d+)?(\/(tcp|udp|sctp))?$/i.exec(text)?.[1];
        if (port === undefined || Number(port) === 0 || Number(port) >= 1024) continue;
        yield {
          message: `Port ${port} is below 1024: where the runtime does not lower that bound, listening needs NET_BIND_SERVICE`,
          at: span,
          evidence: [
            quote(dockerfile, instruction.span),
            reference(
              "as uid 1000 with no capability, port 80 opens in a private network namespace and fails with EACCES in the host's",
              "measured on Docker 26.1.5; ip_unprivileged_port_start in the kernel's ip-sysctl documentation",
            ),
          ],
        };
      }
    }
  },
});
