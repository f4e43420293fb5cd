import type { ObjectInSet } from "../../../facts/pod-security/object-set.ts";
import { podsBeside, selectorOf, unseenPods, type LabelledPod } from "../../../facts/pod-security/selectors.ts";
import { quoteLines, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

const effects: ReadonlyMap<string, string> = new Map([
  ["Service", "it sends requests to nothing"],
  ["NetworkPolicy", "it protects no pod, and those that it was meant for stay open"],
  ["PodDisruptionBudget", "it keeps no pod running while a node is drained"],
]);

export default defineRule({
  id: "build/selector-without-pods",
  title: "Selector matches no pod",
  why:
    "A Service, NetworkPolicy or PodDisruptionBudget finds its pods by labels, and no one says when it finds none: a misspelt label leaves a service without an answer, or a pod without its policy. " +
    "The pods are those of the file, and of the objects beside it with the same name; where these can't be all, the rule does not judge.",
  severity: "warning",
  dialects: ["kubernetes"],
  needs: ["objects"],
  premise: {
    kind: "source",
    source: "kubernetes.io, Labels and Selectors; Service; Network Policies; the tests have no API server",
  },
  fix: "none",
  also: ["kube-linter/dangling-service", "kube-linter/dangling-networkpolicy"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: wbe\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n",
    },
  ],
  *check({ objects }) {
    const selecting = objects.own.flatMap((object) => {
      const selector = selectorOf(object);
      return selector === undefined ? [] : [{ object, selector }];
    });
    if (selecting.length === 0) return;
    const unseen = unseenPods(objects);
    if (unseen !== undefined) return unseen;
    let unjudged: string | undefined;
    for (const { object, selector } of selecting) {
      const pods = podsBeside(objects, object).filter((one) => isMeant(one, object, objects.own));
      if (pods.length === 0) unjudged = `no pod that ${object.kind} ${object.name} could mean is among these files`;
      if (pods.length === 0 || pods.some(({ labels }) => selector.fits(labels))) continue;
      const selectorText = [...selector.labels].map(([key, value]) => `${key}=${value}`).join(",") || "its expressions";
      const near = pods.find(({ labels }) => [...selector.labels.keys()].every((key) => labels.has(key)));
      const has = near && [...selector.labels.keys()].map((key) => `${key}=${near.labels.get(key)}`).join(",");
      const hint = near === undefined ? "" : `; ${near.object.kind} ${near.object.name} has ${has}`;
      yield {
        about: { kind: object.kind },
        message: `${object.kind} ${object.name} selects \`${selectorText}\`, which no pod here has: ${effects.get(object.kind) ?? "it does nothing"}${hint}`,
        at: { file: objects.file, span: selector.node.span },
        evidence: [
          { kind: "setting", pointer: `${object.prefix}${selector.pointer}`, value: selectorText },
          quoteLines(objects, selector.node.span),
          reference("Pods are selected by their labels alone", "kubernetes.io, Labels and Selectors"),
        ],
      };
    }
    return unjudged;
  },
});

/**
 * A pod that the selector may target: of the same file, or of an object with the same name. Pods in neighboring files
 * may belong to other programs, and its own may be elsewhere.
 */
function isMeant({ object: owner }: LabelledPod, object: ObjectInSet, ownObjects: readonly ObjectInSet[]): boolean {
  return ownObjects.includes(owner) || (owner.name !== undefined && owner.name === object.name);
}
