import { lackOf, services, skippedByKind } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { spelled } from "../shared/spelling.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/no-cpus",
  title: "Service without a CPU limit",
  why:
    "Without --cpus an endless loop in one container keeps every core of the host busy, and all its neighbours get slower. " +
    "`hullproof learn IMAGE` measures what the service uses.",
  severity: "info",
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows: "a busy loop is never held back, and it is under `--cpus 0.02`",
  },
  fix: "none",
  also: ["cis-docker/5.12", "kics/cpus_not_limited", "compose-lint/CL-0026"],
  alsoKubernetes: [
    "trivy/KSV-0011",
    "checkov/CKV_K8S_11",
    "kube-linter/unset-cpu-requirements",
    "kubescape/C-0270",
    "polaris/cpuLimitsMissing",
    "kubesec/LimitsCPU",
  ],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --pids-limit 50 example/web:1.4\n",
      good: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    cpus: 0.5\n  worker:\n    image: example/worker:1.4\n    deploy:\n      resources:\n        limits:\n          cpus: '0.5'\n",
    },
  ],
  *check({ containers }) {
    const serviceContainers = services(containers);
    for (const container of serviceContainers) {
      const { cpus, cpuset, at } = container;
      if (cpuset !== undefined || (cpus !== undefined && cpus.value !== 0)) continue;
      yield {
        message: `The service may use every core of the host; \`${spelled(container, "cpus")}\` sets how many it can have`,
        at,
        evidence: [
          ...lackOf(containers, container, "cpus"),
          reference(
            "By default each container's access to the host's CPU cycles is unlimited",
            "docs.docker.com, Resource constraints",
          ),
        ],
      };
    }
    return skippedByKind(containers, serviceContainers);
  },
});
