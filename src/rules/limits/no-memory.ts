import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { has, services, unset } from "../shared/run-line.ts";
import { quoteLine } from "../shared/secret-values.ts";

export default defineRule({
  id: "limits/no-memory",
  title: "Service without a memory limit",
  why:
    "Without --memory one leak or one flood of requests takes all memory of the host, and the kernel kills whatever it thinks best, often another service. " +
    "`hullproof learn IMAGE` measures what the service needs and proves that it runs under the limit.",
  severity: "warning",
  needs: ["runLines"],
  fix: "none",
  also: ["cis-docker/5.11", "kics/memory_not_limited"],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --cpus 0.5 --pids-limit 50 example/web:1.4\n",
      good: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
  ],
  *check({ runLines }) {
    for (const line of services(runLines)) {
      if (has(line, "memory")) continue;
      yield {
        message: "The service may take all memory of the host; `--memory` sets the most it can have",
        at: line.span,
        evidence: [
          quoteLine(runLines, line),
          unset("memory"),
          reference(
            "By default a container has no resource constraints and can use as much of a resource as the host's kernel allows",
            "docs.docker.com, Resource constraints",
          ),
        ],
      };
    }
  },
});
