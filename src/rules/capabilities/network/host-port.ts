import { hostPorts } from "../../../facts/pod-security/checks/host-ports.ts";
import { podFindings } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/host-port",
  title: "hostPort set",
  why: "hostPort opens the container on the node's own address, past Services and network policies of many plugins, and only one pod a node can have the port. A Service reaches the container without it.",
  severity: "warning",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "baseline" },
  fix: "none",
  also: ["trivy/KSV-0024", "checkov/CKV_K8S_26", "kubescape/C-0044", "polaris/hostPortSet"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      ports:\n        - containerPort: 8080\n          hostPort: 8080\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      ports:\n        - containerPort: 8080\n",
    },
  ],
  *check({ pods }) {
    yield* podFindings(
      pods,
      hostPorts,
      (says) => `${says}: whoever reaches the node reaches it, and no second pod of the node can have it`,
    );
  },
});
