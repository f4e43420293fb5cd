import { seccompRestricted } from "../../../facts/pod-security/checks/seccomp-restricted.ts";
import { isUnset, podFindings, podFix } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/no-seccomp",
  title: "Pod without a seccomp profile",
  why: "Docker filters system calls by default, Kubernetes does not: without a seccompProfile the pod runs Unconfined, with every call of the node's kernel open, unless its kubelet was started with --seccomp-default. RuntimeDefault is the runtime's own filter; emit --to kubernetes writes a learned one.",
  severity: "info",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "restricted" },
  fix: "suggested",
  also: ["trivy/KSV-0030", "trivy/KSV-0104", "checkov/CKV_K8S_31", "kubescape/C-0210", "kubesec/SeccompAny"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seccompProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: example/web:1.4\n",
    },
  ],
  *check({ pods }) {
    for (const found of podFindings(
      pods,
      seccompRestricted,
      (says) => `${says}: every system call of the node's kernel is open`,
      (pod) => podFix(pods, pod, ["securityContext", "seccompProfile", "type"], "RuntimeDefault"),
    ))
      // One that is switched off is another rule's.
      if (isUnset(found)) yield found;
  },
});
