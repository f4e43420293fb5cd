import { appArmorProfile } from "../../../facts/pod-security/checks/app-armor-profile.ts";
import { isOverridden, podFindings } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/pod-apparmor",
  title: "AppArmor disabled for a pod",
  why: "On nodes with AppArmor the runtime's default profile keeps a container from mounting file systems and from writing below /proc and /sys even when it has the capability. It holds where nothing is said; Unconfined takes it away. A profile of your own is fine, and so is a pod's Unconfined that each of its containers overrides.",
  severity: "warning",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "baseline" },
  fix: "none",
  also: ["kubesec/ApparmorUnconfined"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    appArmorProfile:\n      type: Unconfined\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    appArmorProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: example/web:1.4\n",
    },
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/web: unconfined\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/web: localhost/web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n",
    },
  ],
  *check({ pods }) {
    yield* podFindings(pods, appArmorProfile, (says, breach) =>
      isOverridden(breach, "appArmorProfile")
        ? undefined
        : `${says}: on nodes with AppArmor mounts and writes below /proc and /sys are no longer refused`,
    );
  },
});
