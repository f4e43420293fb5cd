import { seLinuxOptions } from "../../../facts/pod-security/checks/se-linux-options.ts";
import { isOverridden, podFindings } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

/** What containers get anyway: old names of container_t and container_file_t, and the type of their files, which no process runs as. */
const ordinary = new Set(["svirt_lxc_net_t", "svirt_sandbox_file_t", "container_file_t"]);

export default defineRule({
  id: "capabilities/pod-selinux",
  title: "Custom SELinux options in a pod",
  why: "On nodes with SELinux the container's type decides what of the node it can touch. Types other than those for containers take that wall away: spc_t is not confined at all. A user or a role gives no reach by itself, but a cluster that enforces Pod Security refuses the pod. A level alone is fine.",
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
    yield* podFindings(pods, seLinuxOptions, (says, breach) => {
      if (isOverridden(breach, "seLinuxOptions")) return undefined;
      if (!breach.pointer.endsWith(".type")) return `${says}: Pod Security refuses it at the level baseline`;
      if (ordinary.has(breach.value)) return undefined;
      return `${says}: on nodes with SELinux that can reach beyond what containers may`;
    });
  },
});
