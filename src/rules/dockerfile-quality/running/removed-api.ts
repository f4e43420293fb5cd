import { removedApis } from "../../../data/removed-apis.ts";
import { scalarAt } from "../../../formats/kubernetes/kube-node.ts";
import { quoteLines, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/removed-api",
  title: "Removed Kubernetes API version",
  why: "An API server refuses what it has no kind for, and a cluster that was updated has lost the older names of its kinds. Which version counts is said with --kubernetes.",
  severity: "error",
  dialects: ["kubernetes"],
  needs: ["objects", "manifestProblems"],
  premise: { kind: "source", source: "kubernetes.io, Deprecated API Migration Guide; the tests have no API server" },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: example/web:1.4\n",
      good: "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: example/web:1.4\n",
    },
  ],
  *check({ objects, manifestProblems: { minor } }) {
    for (const object of objects.own) {
      const { apiVersion, kind, name } = object;
      const removedApi = removedApis.find((api) => api.apiVersion === apiVersion && api.kinds.includes(kind));
      if (removedApi === undefined || minor < removedApi.since) continue;
      const span = scalarAt(object.node, "apiVersion")?.span ?? object.at;
      const instead = removedApi.by === undefined ? "nothing has taken its place" : `it is ${removedApi.by} now`;
      yield {
        message: `${kind} ${name} is of ${apiVersion}, which Kubernetes has not served since 1.${removedApi.since}: ${instead}`,
        at: { file: objects.file, span },
        evidence: [
          { kind: "setting", pointer: `${object.prefix}apiVersion`, value: apiVersion },
          quoteLines(objects, span),
          reference(
            `${apiVersion} is not served since 1.${removedApi.since}`,
            "kubernetes.io, Deprecated API Migration Guide",
          ),
        ],
      };
    }
  },
});
