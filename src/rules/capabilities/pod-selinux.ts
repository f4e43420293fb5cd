import { seLinuxOptions } from "../../facts/pod-security/checks/se-linux-options.ts";
import { podFindings } from "../shared/pods.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "capabilities/pod-selinux",
  title: "Custom SELinux options in a pod",
  why: "On nodes with SELinux the container's type decides what of the node it can touch. Types other than those for containers, and any user or role, take that wall away: spc_t is not confined at all. A level alone is fine.",
  severity: "warning",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "baseline" },
  fix: "none",
  also: ["trivy/KSV-0025"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seLinuxOptions:\n      type: spc_t\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seLinuxOptions:\n      level: s0:c123,c456\n  containers:\n    - name: web\n      image: example/web:1.4\n",
    },
  ],
  *check({ pods }) {
    yield* podFindings(
      pods,
      seLinuxOptions,
      (says) => `${says}: on nodes with SELinux that can reach beyond what containers may`,
    );
  },
});
