import { isOn, lackOf, services, skippedByKind } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { spelled } from "../../shared/spelling.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/writable-root",
  title: "Root file system not read-only",
  why:
    "Whoever breaks into a service writes next: a web shell, a changed binary, a miner. With --read-only nothing but the tmpfs and volumes " +
    "that you name can be written. `hullproof learn IMAGE` finds out which paths the service writes to.",
  severity: "info",
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows: "a program can change a file of its image, and under `--read-only` it can't",
  },
  fix: "none",
  also: ["cis-docker/5.13", "compose-lint/CL-0007"],
  alsoKubernetes: [
    "trivy/KSV-0014",
    "checkov/CKV_K8S_22",
    "kube-linter/no-read-only-root-fs",
    "kubescape/C-0017",
    "polaris/notReadOnlyRootFilesystem",
    "kubesec/ReadOnlyRootFilesystem",
  ],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
      good: "docker run -d -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --tmpfs /tmp --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    read_only: true\n    tmpfs:\n      - /tmp\n",
    },
  ],
  *check({ containers }) {
    const judgedServices = services(containers);
    for (const container of judgedServices) {
      if (isOn(container.readOnly)) continue;
      yield {
        message: `The service can change files of its image; \`${spelled(container, "readOnly")}\` forbids it; what it must write goes to \`${spelled(container, "tmpfs")}\``,
        at: container.at,
        evidence: [
          ...lackOf(containers, container, "readOnly"),
          reference(
            "--read-only mounts the container's root file system read-only; --tmpfs and volumes stay writable",
            "docs.docker.com, docker container run, --read-only",
          ),
        ],
      };
    }
    return skippedByKind(containers, judgedServices);
  },
});
