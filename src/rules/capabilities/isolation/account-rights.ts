import { accountOf, hasToken, rightsOf } from "../../../facts/pod-security/account-rights.ts";
import { quoteLines, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/account-rights",
  title: "Overprivileged service account",
  why:
    "A pod holds a token of its service account, and whoever breaks into it acts as that account: with cluster-admin as the whole cluster, with rights to Secrets as every other service whose password lies there. " +
    "Give the pod an account of its own, name the Secrets it needs with resourceNames, or switch the token off with automountServiceAccountToken: false.",
  severity: "error",
  dialects: ["kubernetes"],
  needs: ["objects"],
  premise: {
    kind: "source",
    source:
      "kubernetes.io, Role Based Access Control Good Practices; Configure Service Accounts for Pods; the tests have no API server",
  },
  fix: "none",
  also: [
    "kube-linter/access-to-secrets",
    "kube-linter/cluster-admin-role-binding",
    "trivy/KSV-0041",
    "trivy/KSV-0111",
    "kubescape/C-0015",
    "kubescape/C-0035",
  ],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccountName: web\n  containers:\n    - name: web\n      image: example/web:1.4\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: cluster-admin\nsubjects:\n  - kind: ServiceAccount\n    name: web\n    namespace: default\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccountName: web\n  containers:\n    - name: web\n      image: example/web:1.4\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: web\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: view\nsubjects:\n  - kind: ServiceAccount\n    name: web\n    namespace: default\n",
    },
  ],
  *check({ objects }) {
    for (const { pod } of objects.own) {
      if (pod === undefined || pod.patch || !hasToken(objects, pod)) continue;
      const account = accountOf(pod);
      for (const { what, binding, role, inNamespace } of rightsOf(objects, pod)) {
        const reach = what === "all" && !inNamespace ? "everything in the cluster" : "every Secret";
        const where = inNamespace ? " of its namespace" : what === "all" ? "" : " of the cluster";
        yield {
          about: { rights: what },
          message: `Account ${account.name} of this pod may ${what === "all" ? "do" : "read"} ${what === "all" && inNamespace ? "everything" : reach}${where}: ${binding.kind} ${binding.name} gives it ${role}`,
          at: { file: objects.file, span: account.at },
          evidence: [
            { kind: "setting", pointer: `${pod.pointer}.serviceAccountName`, value: account.name },
            { kind: "setting", pointer: `${binding.kind} ${binding.name} in ${binding.file}`, value: role },
            quoteLines(objects, account.at),
            reference(
              "A token is mounted into every container unless the pod or its account opts out",
              "kubernetes.io, Configure Service Accounts for Pods; Using RBAC Authorization",
            ),
          ],
          ...(what === "secrets" && { severity: "warning" as const }),
        };
      }
    }
  },
});
