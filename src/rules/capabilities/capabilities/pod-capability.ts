import { capabilitiesBaseline } from "../../../facts/pod-security/checks/capabilities-baseline.ts";
import { toCapability } from "../../../domain/profile/capability.ts";
import { capabilityGrades } from "./capability-grades.ts";
import { podFindings } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/pod-capability",
  title: "Pod capability outside the Baseline set",
  why: "Baseline lets a container add back what container runtimes grant anyway, without NET_RAW. Of others this rule names those that do not reach the host, such as NET_RAW, with which a pod can forge packets of its neighbours. Names are compared as they are written: CAP_CHOWN counts as another one.",
  severity: "warning",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "baseline" },
  fix: "none",
  also: [
    "trivy/KSV-0022",
    "checkov/CKV_K8S_25",
    "kube-linter/drop-net-raw-capability",
    "kubescape/C-0046",
    "polaris/dangerousCapabilities",
  ],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      securityContext:\n        capabilities:\n          drop: [ALL]\n          add: [NET_RAW]\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      securityContext:\n        capabilities:\n          drop: [ALL]\n          add: [NET_BIND_SERVICE]\n",
    },
  ],
  *check({ pods }) {
    const findings = podFindings(
      pods,
      capabilitiesBaseline,
      (says) => `${says}, which is not among those that a pod may add at the level baseline`,
    );
    for (const found of findings) {
      const [said] = found.evidence;
      const name = said.kind === "setting" ? toCapability(said.value) : undefined;
      // Those that reach the host are another rule's, with what they do there.
      if (name !== undefined && capabilityGrades[name] === undefined) yield found;
    }
  },
});
