import type { Evidence } from "../../../domain/finding/finding.ts";
import { restrictedVolumes } from "../../../facts/pod-security/checks/restricted-volumes.ts";
import { podFindings } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/pod-volume-type",
  title: "Volume type outside the Restricted set",
  why: "Volumes of a kind such as nfs, iscsi or cephfs name a server and its path in the pod itself: whoever may create pods can mount any export that the node reaches. A PersistentVolumeClaim leaves that choice to those who run the cluster.",
  severity: "info",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "restricted" },
  fix: "none",
  also: ["trivy/KSV-0028"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n  volumes:\n    - name: data\n      nfs:\n        server: files.example.com\n        path: /export/web\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n  volumes:\n    - name: data\n      persistentVolumeClaim:\n        claimName: web\n",
    },
  ],
  *check({ pods }) {
    const findings = podFindings(
      pods,
      restrictedVolumes,
      (says) => `${says}, which names its storage past the cluster's own claims`,
    );
    // A path of the node is another rule's.
    for (const found of findings) if (!isHostPath(found.evidence)) yield found;
  },
});

function isHostPath(evidence: readonly Evidence[]): boolean {
  return evidence.some((one) => one.kind === "setting" && one.value === "hostPath");
}
