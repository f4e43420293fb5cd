import { lackOf, services, skippedByKind } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { spelled } from "../shared/spelling.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/no-memory",
  title: "Service without a memory limit",
  why:
    "Without --memory one leak or one flood of requests takes all memory of the host, and the kernel kills whatever it thinks best, often another service. " +
    "`hullproof learn IMAGE` measures what the service needs and proves that it runs under the limit.",
  severity: "info",
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows: "a program that fills 64 MiB ends well, and under a limit of 16 MiB it is killed",
  },
  fix: "none",
  also: ["cis-docker/5.11", "kics/memory_not_limited", "compose-lint/CL-0026"],
  alsoKubernetes: [
    "trivy/KSV-0018",
    "checkov/CKV_K8S_13",
    "kube-linter/unset-memory-requirements",
    "kubescape/C-0271",
    "polaris/memoryLimitsMissing",
    "kubesec/LimitsMemory",
  ],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --cpus 0.5 --pids-limit 50 example/web:1.4\n",
      good: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    deploy:\n      resources:\n        reservations:\n          memory: 64m\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    deploy:\n      resources:\n        limits:\n          memory: 256m\n  worker:\n    image: example/worker:1.4\n    mem_limit: 256m\n",
    },
  ],
  *check({ containers }) {
    const serviceContainers = services(containers);
    for (const container of serviceContainers) {
      const { memoryBytes, at } = container;
      // 0 and -1 are no limit.
      if (memoryBytes !== undefined && !(memoryBytes.value <= 0)) continue;
      yield {
        message: `The service may take all memory of the host; \`${spelled(container, "memory")}\` sets the most it can have`,
        at,
        ...(memoryBytes !== undefined && { severity: "warning" as const }),
        evidence: [
          ...lackOf(containers, container, "memory"),
          reference(
            "By default a container has no resource constraints and can use as much of a resource as the host's kernel allows",
            "docs.docker.com, Resource constraints",
          ),
        ],
      };
    }
    return skippedByKind(containers, serviceContainers);
  },
});
