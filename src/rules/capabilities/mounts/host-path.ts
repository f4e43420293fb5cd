import { hostPathVolumes } from "../../../facts/pod-security/checks/host-path-volumes.ts";
import { podFindings } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/host-path",
  title: "hostPath volume",
  why: "A hostPath volume is a folder or file of whichever node the pod lands on. What the container writes there stays for the next pod and for the node's own programs, and what lies there differs from node to node. A claim, an emptyDir, a ConfigMap or a Secret gives files without the node.",
  severity: "warning",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "baseline" },
  fix: "none",
  also: ["trivy/KSV-0023", "kubescape/C-0048", "polaris/hostPathSet"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      volumeMounts:\n        - name: cache\n          mountPath: /var/cache/web\n  volumes:\n    - name: cache\n      hostPath:\n        path: /var/cache/web\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      volumeMounts:\n        - name: cache\n          mountPath: /var/cache/web\n  volumes:\n    - name: cache\n      emptyDir:\n        sizeLimit: 1Gi\n",
    },
  ],
  *check({ pods }) {
    yield* podFindings(pods, hostPathVolumes, (says) => `${says}, which outlives the pod and belongs to the node`);
  },
});
