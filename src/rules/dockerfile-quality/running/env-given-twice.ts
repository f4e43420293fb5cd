import { itemsAt, scalarAt, textAt } from "../../../formats/kubernetes/kube-node.ts";
import { quoteLines, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/env-given-twice",
  title: "Duplicate environment variable in a pod",
  why: "Kubernetes takes the list as it is, and the last value counts; `kubectl apply` merges the list by names, so that a later change may drop either. Which value was meant is not written anywhere.",
  severity: "warning",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: {
    kind: "source",
    source: "kubernetes/api core/v1 types.go, patchMergeKey of Container.Env; the tests have no API server",
  },
  fix: "none",
  also: ["kube-linter/duplicate-env-var"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      env:\n        - name: MODE\n          value: test\n        - name: LANG\n          value: C\n        - name: MODE\n          value: live\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      env:\n        - name: MODE\n          value: live\n        - name: LANG\n          value: C\n",
    },
  ],
  *check({ pods }) {
    for (const pod of pods.pods)
      for (const { node, pointer, name: container } of pod.containers) {
        const first = new Map<string, number>();
        for (const [index, item] of itemsAt(node, "env").entries()) {
          const name = textAt(item, "name");
          const at = scalarAt(item, "name")?.span;
          if (name === undefined || at === undefined) continue;
          const firstIndex = first.get(name);
          if (firstIndex === undefined) first.set(name, index);
          else
            yield {
              message: `Container "${container}" is given ${name} twice (env[${firstIndex}] and env[${index}]): the last one counts, and \`kubectl apply\` may drop either`,
              at: { file: pods.file, span: at },
              evidence: [
                { kind: "setting", pointer: `${pointer}.env[${index}].name`, value: name },
                quoteLines(pods, at),
                reference(
                  "`env` is merged by `name`",
                  "kubernetes/api core/v1 types.go, patchMergeKey of Container.Env",
                ),
              ],
            };
        }
      }
  },
});
