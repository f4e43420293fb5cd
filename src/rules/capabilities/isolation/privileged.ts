import { excuseOf } from "../documented-access.ts";
import { asWritten, each, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/privileged",
  title: "Privileged container",
  why:
    "--privileged grants all capabilities and all devices and switches seccomp and AppArmor off: root in the container can mount the " +
    "host's disk and is root on the host. Add the one capability or device that is needed instead.",
  severity: "error",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "a privileged container has every capability that the engine has, the host's devices and no system call filter",
  },
  fix: "none",
  also: ["cis-docker/5.5", "compose-lint/CL-0002", "kics/privileged_containers_enabled"],
  alsoKubernetes: [
    "trivy/KSV-0017",
    "checkov/CKV_K8S_16",
    "kube-linter/privileged-container",
    "kubescape/C-0057",
    "polaris/runAsPrivileged",
    "kubesec/Privileged",
  ],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --privileged example/disk-health:3.1 /dev/sda\n",
      good: "docker run --rm --cap-drop ALL --cap-add SYS_RAWIO --device /dev/sda:/dev/sda:r example/disk-health:3.1 /dev/sda\n",
    },
    {
      kind: "compose",
      bad: "services:\n  disks:\n    image: example/disk-health:3.1\n    privileged: true\n",
      good: "services:\n  disks:\n    image: example/disk-health:3.1\n    cap_drop: [ALL]\n    cap_add: [SYS_RAWIO]\n    devices:\n      - /dev/sda:/dev/sda:r\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ privileged }) => [privileged])) {
      if (!said.value) continue;
      const excuse = excuseOf("privileged", container);
      yield {
        message: `\`${asWritten(container, said)}\` makes root in the container root on the host: all capabilities, all devices, no seccomp filter${excuse === undefined ? "" : `; ${excuse}`}`,
        at: placeOf(said),
        ...(excuse !== undefined && { severity: "warning" as const }),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "--privileged enables all capabilities, disables the default seccomp and AppArmor profiles and gives access to all devices",
            "docs.docker.com, docker container run, --privileged",
          ),
        ],
      };
    }
  },
});
