import { labelsOf, ownSelectorOf } from "../../../facts/pod-security/selectors.ts";
import { quoteLines, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/pods-not-selected",
  title: "Selector and pod template mismatch",
  why: "The selector of a Deployment, StatefulSet, DaemonSet or ReplicaSet has to match the labels of its own template. The API server refuses an object whose selector doesn't, and it can't be changed later without deleting the object.",
  severity: "error",
  dialects: ["kubernetes"],
  needs: ["objects"],
  premise: {
    kind: "source",
    source:
      "kubernetes/kubernetes pkg/apis/apps/validation/validation.go: `selector` does not match template `labels`; the tests have no API server",
  },
  fix: "none",
  also: ["kube-linter/mismatching-selector"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: wbe\n    spec:\n      containers:\n        - name: web\n          image: example/web:1.4\n",
      good: "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: example/web:1.4\n",
    },
  ],
  *check({ objects }) {
    for (const object of objects.own) {
      const selector = ownSelectorOf(object);
      const { pod } = object;
      if (selector === undefined || pod === undefined || pod.patch || selector.fits(labelsOf(pod))) continue;
      const selectorText = [...selector.labels].map(([key, value]) => `${key}=${value}`).join(",") || "its expressions";
      const has = [...labelsOf(pod)].map(([key, value]) => `${key}=${value}`).join(",") || "no labels";
      yield {
        message: `${object.kind} ${object.name} selects \`${selectorText}\`, and its own pods have ${has}: the API server refuses it`,
        at: { file: objects.file, span: selector.node.span },
        evidence: [
          { kind: "setting", pointer: `${object.prefix}${selector.pointer}`, value: selectorText },
          quoteLines(objects, selector.node.span),
          reference(
            "`selector` does not match template `labels`",
            "kubernetes/kubernetes pkg/apis/apps/validation/validation.go",
          ),
        ],
      };
    }
  },
});
