import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/manifest-refused",
  title: "Invalid Kubernetes manifest",
  why:
    "The API server decodes strictly when `kubectl apply` asks it to, and refuses a field that it does not know or a value of another type. Without that a misspelled " +
    "securityContext is dropped in silence and the pod runs without it. Kubernetes' tools read YAML 1.1: an unquoted yes, on or n is a boolean, 0644 is 420.",
  severity: "error",
  dialects: ["kubernetes"],
  needs: ["manifestProblems"],
  premise: {
    kind: "source",
    source:
      "kubernetes.io, Kubernetes API Concepts, Field validation; fields by version from kubernetes/api; the tests have no API server",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      securityContex:\n        privileged: false\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      securityContext:\n        privileged: false\n",
    },
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      env:\n        - name: DEBUG\n          value: yes\n",
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      env:\n        - name: DEBUG\n          value: "yes"\n',
    },
  ],
  *check({ manifestProblems: pods }) {
    for (const { kind, message, span } of pods.problems) {
      if (kind === "template") continue;
      const silent = kind === "twice";
      const lineEnd = pods.text.indexOf("\n", span.start);
      const line = {
        start: span.start,
        end: lineEnd === -1 ? span.end : Math.max(span.start, Math.min(span.end, lineEnd)),
      };
      yield {
        message: silent || kind === "separator" ? message : `Kubernetes refuses this manifest: ${message}`,
        at: { file: pods.file, span: line },
        ...(silent && { severity: "warning" as const }),
        evidence: [
          quote(pods, line),
          reference(
            `Read as sigs.k8s.io/yaml does, and compared with the fields of Kubernetes 1.${pods.minor}`,
            "kubernetes/api; kubernetes.io, Kubernetes API Concepts, field validation",
          ),
        ],
      };
    }
  },
});
