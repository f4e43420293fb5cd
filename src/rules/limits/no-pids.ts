import { evidenceOf, lackOf, services, skippedByKind } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { spelled } from "../shared/spelling.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/no-pids",
  title: "No PIDs limit",
  why:
    "All containers share the host's process table. Without --pids-limit a fork bomb, or a server that starts a process for each request, " +
    "fills it, and no one can log in to stop it. `hullproof learn IMAGE` counts what the service needs.",
  severity: "info",
  // A pod's own limit is the kubelet's.
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows: "forty processes can be started, and under `--pids-limit 10` the engine's kernel refuses to fork",
  },
  fix: "none",
  also: ["cis-docker/5.29", "kics/pids_limit_not_set"],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 example/web:1.4\n",
      good: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    pids_limit: -1\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    pids_limit: 50\n  worker:\n    image: example/worker:1.4\n    deploy:\n      resources:\n        limits:\n          pids: 50\n",
    },
  ],
  *check({ containers }) {
    const serviceContainers = services(containers);
    for (const container of serviceContainers) {
      const { pids, at, dialect } = container;
      // Podman limits to 2048 by itself (podman-run(1)).
      const hasOwnLimit = dialect === "podman" || dialect === "quadlet";
      if (pids === undefined ? hasOwnLimit : pids.value !== 0 && pids.value !== -1) continue;
      const limitText = pids?.written ?? String(pids?.value);
      const name = spelled(container, "pids");
      const settingText = dialect === "compose" ? `${name}: ${limitText}` : `${name} ${limitText}`;
      yield {
        message: `The service may start any number of processes${pids === undefined ? "" : ` (\`${settingText}\` means no limit)`}; \`${name}\` stops a fork bomb`,
        at,
        ...(pids !== undefined && { severity: "warning" as const }),
        evidence: [
          ...(pids === undefined ? lackOf(containers, container, "pids") : evidenceOf(containers, pids)),
          reference(
            "Docker sets no pids limit unless the run line or the daemon's configuration does; -1 means unlimited",
            "docs.docker.com, docker container run, --pids-limit",
          ),
        ],
      };
    }
    return skippedByKind(containers, serviceContainers);
  },
});
