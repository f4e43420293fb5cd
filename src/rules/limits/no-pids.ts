import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { services, unset, valuesOf } from "../shared/run-line.ts";
import { quoteLine } from "../shared/secret-values.ts";

export default defineRule({
  id: "limits/no-pids",
  title: "Service may start any number of processes",
  why:
    "All containers share the host's process table. Without --pids-limit a fork bomb, or a server that starts a process for each request, " +
    "fills it, and no one can log in to stop it. `hullproof learn IMAGE` counts what the service needs.",
  severity: "warning",
  needs: ["runLines"],
  fix: "none",
  also: ["cis-docker/5.29", "kics/pids_limit_not_set"],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 example/web:1.4\n",
      good: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
  ],
  *check({ runLines }) {
    for (const line of services(runLines)) {
      // Podman limits to 2048 by itself (podman-run(1)).
      const limits = valuesOf(line, "pids-limit");
      if (limits.length === 0 ? line.program === "podman" : !limits.every((limit) => /^(?:-1|0)$/.test(limit)))
        continue;
      yield {
        message: `The service may start any number of processes${limits.length > 0 ? ` (\`--pids-limit ${limits[0]}\` means no limit)` : ""}; \`--pids-limit\` stops a fork bomb`,
        at: line.span,
        evidence: [
          quoteLine(runLines, line),
          limits[0] === undefined
            ? unset("pids-limit")
            : { kind: "setting", pointer: "--pids-limit", value: limits[0] },
          reference(
            "Docker sets no pids limit unless the run line or the daemon's configuration does; -1 means unlimited",
            "docs.docker.com, docker container run, --pids-limit",
          ),
        ],
      };
    }
  },
});
