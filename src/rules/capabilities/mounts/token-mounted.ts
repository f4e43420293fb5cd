import { hasToken } from "../../../facts/pod-security/account-rights.ts";
import { nodeAt, scalarAt } from "../../../formats/kubernetes/kube-node.ts";
import { reference } from "../../shared/evidence.ts";
import { podFix } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/token-mounted",
  title: "Service account token mounted",
  why:
    "Every container of a pod gets a token of its service account as a file, whether it asks the API or not. Whoever breaks into the container acts as that account. " +
    "automountServiceAccountToken: false leaves it out; a program that needs it says true.",
  severity: "info",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: {
    kind: "source",
    source: "kubernetes.io, Configure Service Accounts for Pods: automountServiceAccountToken is true by default",
  },
  fix: "suggested",
  also: [
    "checkov/CKV_K8S_38",
    "kubescape/C-0034",
    "polaris/automountServiceAccountToken",
    "kubesec/AutomountServiceAccountToken",
  ],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  automountServiceAccountToken: false\n  containers:\n    - name: web\n      image: example/web:1.4\n",
    },
  ],
  *check({ pods, objects }) {
    for (const pod of pods.pods) {
      const { spec, at, pointer, patch } = pod;
      // Said either way it was thought of, be it of the account.
      if (patch || nodeAt(spec, "automountServiceAccountToken") !== undefined) continue;
      if (objects !== undefined && !hasToken(objects, pod)) continue;
      const account = scalarAt(spec, "serviceAccountName")?.written ?? "default";
      yield {
        message: `Every container of this pod holds a token of the service account ${account}`,
        at: { file: pods.file, span: at },
        evidence: [
          { kind: "setting", pointer: `${pointer}.automountServiceAccountToken`, value: "not set" },
          reference(
            "A token is mounted at /var/run/secrets/kubernetes.io/serviceaccount unless the pod or its account opts out",
            "kubernetes.io, Configure Service Accounts for Pods",
          ),
        ],
        ...podFix(pods, pod, ["automountServiceAccountToken"], false),
      };
    }
  },
});
