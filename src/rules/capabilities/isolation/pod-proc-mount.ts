import { procMount } from "../../../facts/pod-security/checks/proc-mount.ts";
import { podFindings } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/pod-proc-mount",
  title: "Unmasked /proc in a pod",
  why: "`procMount: Unmasked` lets root in the container write the node's kernel settings below /proc/sys, and shows /proc/keys and its like. It is meant for builders of images, which run in a user namespace (`hostUsers: false`): newer API servers refuse it without one, and Pod Security allows it there since 1.35.",
  severity: "error",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "baseline" },
  fix: "none",
  also: ["trivy/KSV-0027", "kube-linter/unsafe-proc-mount", "polaris/procMount", "kubesec/ProcMount"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      securityContext:\n        procMount: Unmasked\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      securityContext:\n        procMount: Default\n",
    },
  ],
  *check({ pods }) {
    yield* podFindings(pods, procMount, (says) => `${says}: root in it may change the node's kernel settings`);
  },
});
