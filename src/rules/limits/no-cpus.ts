import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { has, services, unset } from "../shared/run-line.ts";
import { quoteLine } from "../shared/secret-values.ts";

export default defineRule({
  id: "limits/no-cpus",
  title: "Service without a CPU limit",
  why:
    "Without --cpus an endless loop in one container keeps every core of the host busy, and all its neighbours get slower. " +
    "`hullproof learn IMAGE` measures what the service uses.",
  severity: "info",
  needs: ["runLines"],
  fix: "none",
  also: ["cis-docker/5.12", "kics/cpus_not_limited"],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --pids-limit 50 example/web:1.4\n",
      good: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
  ],
  *check({ runLines }) {
    for (const line of services(runLines)) {
      if (has(line, "cpus", "cpu-quota", "cpuset-cpus")) continue;
      yield {
        message: "The service may use every core of the host; `--cpus` sets how many it can have",
        at: line.span,
        evidence: [
          quoteLine(runLines, line),
          unset("cpus"),
          reference(
            "By default each container's access to the host's CPU cycles is unlimited",
            "docs.docker.com, Resource constraints",
          ),
        ],
      };
    }
  },
});
