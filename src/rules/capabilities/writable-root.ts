import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { isOn, services, unset } from "../shared/run-line.ts";
import { quoteLine } from "../shared/secret-values.ts";

export default defineRule({
  id: "capabilities/writable-root",
  title: "Root file system of a service is writable",
  why:
    "Whoever breaks into a service writes next: a web shell, a changed binary, a miner. With --read-only nothing but the tmpfs and volumes " +
    "that you name can be written. `hullproof learn IMAGE` finds out which paths the service writes to.",
  severity: "info",
  needs: ["runLines"],
  fix: "none",
  also: ["cis-docker/5.13"],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
      good: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --tmpfs /tmp --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
  ],
  *check({ runLines }) {
    for (const line of services(runLines)) {
      if (isOn(line, "read-only")) continue;
      yield {
        message:
          "The service can change every file of its image; `--read-only` with a `--tmpfs` for what it must write forbids it",
        at: line.span,
        evidence: [
          quoteLine(runLines, line),
          unset("read-only"),
          reference(
            "--read-only mounts the container's root file system read-only; --tmpfs and volumes stay writable",
            "docs.docker.com, docker container run, --read-only",
          ),
        ],
      };
    }
  },
});
