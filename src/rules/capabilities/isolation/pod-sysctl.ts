import { sysctls } from "../../../facts/pod-security/checks/sysctls.ts";
import { podFindings } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/pod-sysctl",
  title: "Unsafe sysctl in a pod",
  why: "A kubelet refuses a pod with a sysctl that is not on its list of safe ones, unless the node was told to allow it: these can starve other pods of the node. The list grows with versions of Kubernetes, so name yours with --kubernetes.",
  severity: "warning",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "baseline" },
  fix: "none",
  also: ["trivy/KSV-0026", "kube-linter/unsafe-sysctls"],
  examples: [
    {
      kind: "manifest",
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    sysctls:\n      - name: kernel.msgmax\n        value: "65536"\n  containers:\n    - name: web\n      image: example/web:1.4\n',
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    sysctls:\n      - name: net.ipv4.ip_unprivileged_port_start\n        value: "80"\n  containers:\n    - name: web\n      image: example/web:1.4\n',
    },
  ],
  *check({ pods }) {
    yield* podFindings(
      pods,
      sysctls,
      (says) => `${says}, which is not on the safe list: a kubelet refuses the pod unless it was told to allow it`,
    );
  },
});
