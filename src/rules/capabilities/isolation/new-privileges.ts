import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import {
  asWritten,
  each,
  evidenceOf,
  fixOf,
  isOn,
  lackOf,
  placeOf,
  services,
  skippedByKind,
} from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { spelled } from "../../shared/spelling.ts";
import { defineRule } from "../../rule.ts";

const noNewPrivileges = reference(
  "With no_new_privs, execve grants no privileges: setuid, setgid and file capabilities are ignored",
  "prctl(2), PR_SET_NO_NEW_PRIVS",
);

export default defineRule({
  id: "capabilities/new-privileges",
  title: "no-new-privileges not set",
  why:
    "A process that runs as an ordinary user still becomes root when it starts a setuid file such as su or mount from the base image. " +
    "--security-opt no-new-privileges makes the kernel ignore those bits for the whole container.",
  severity: "info",
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows:
      "uid 1000 becomes root through a setuid file, also under `no-new-privileges=false`, and stays what it is under `no-new-privileges`",
  },
  fix: "suggested",
  also: ["cis-docker/5.26", "compose-lint/CL-0003", "kics/no_new_privileges_not_set", "kics/security_opt_not_set"],
  alsoKubernetes: [
    "trivy/KSV-0001",
    "checkov/CKV_K8S_20",
    "kube-linter/privilege-escalation-container",
    "kubescape/C-0016",
    "polaris/privilegeEscalationAllowed",
    "kubesec/AllowPrivilegeEscalation",
  ],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop ALL --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
      good: "docker run --security-opt no-new-privileges -d -p 8080:8080 --cap-drop ALL --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    security_opt:\n      - apparmor=web\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    security_opt:\n      - apparmor=web\n      - no-new-privileges:true\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    security_opt:\n      - no-new-privileges=false\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    security_opt:\n      - no-new-privileges\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ noNewPrivileges }) => [noNewPrivileges])) {
      if (said.value || isForced(container)) continue;
      yield {
        message: `\`${asWritten(container, said)}\` switches it off: a setuid file in the image makes its user root again`,
        at: placeOf(said),
        severity: "warning",
        evidence: [...evidenceOf(containers, said), noNewPrivileges],
      };
    }
    const judgedServices = services(containers);
    for (const container of judgedServices) {
      if (container.noNewPrivileges !== undefined || isOn(container.privileged)) continue;
      const name = spelled(container, "noNewPrivileges");
      const change = { set: "noNewPrivileges", to: true } as const;
      yield {
        message: `Without \`${name}\` a setuid file in the image makes its user root again`,
        at: container.at,
        evidence: [...lackOf(containers, container, "noNewPrivileges"), noNewPrivileges],
        ...fixOf(containers, container, change, { title: `Add ${name}`, applicability: "suggested" }),
      };
    }
    return skippedByKind(containers, judgedServices);
  },
});

/** Nothing is left to gain, and Kubernetes' API server refuses the opposite. */
function isForced({ dialect, privileged, capAdd }: ContainerSpec): boolean {
  return isOn(privileged) || (dialect === "kubernetes" && capAdd.some(({ value }) => value === "CAP_SYS_ADMIN"));
}
