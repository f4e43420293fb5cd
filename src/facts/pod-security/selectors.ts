import { itemsAt, mapAt, textAt, type KubeMap, type KubeNode } from "../../formats/kubernetes/kube-node.ts";
import type { Pod } from "../../formats/kubernetes/pods-of.ts";
import { groupOf, isTogether, type ObjectInSet, type ObjectsFact } from "./object-set.ts";

/** An object's selector of pod labels. */
export interface Selector {
  readonly node: KubeNode;
  /** `spec.selector` */
  readonly pointer: string;
  readonly labels: ReadonlyMap<string, string>;
  fits(labels: ReadonlyMap<string, string>): boolean;
}

/** Of a Service, a NetworkPolicy or a PodDisruptionBudget that selects by labels; undefined where all pods are meant, or none by labels. */
export function selectorOf(object: ObjectInSet): Selector | undefined {
  const group = groupOf(object);
  if (object.kind === "Service" && group === "") {
    const labels = mapAt(object.node, "spec", "selector");
    if (labels === undefined || textAt(object.node, "spec", "type") === "ExternalName") return undefined;
    return selector(labels, "spec.selector", textsOf(labels), []);
  }
  const key =
    object.kind === "NetworkPolicy" && group === "networking.k8s.io"
      ? "podSelector"
      : object.kind === "PodDisruptionBudget" && group === "policy"
        ? "selector"
        : undefined;
  const node = key === undefined ? undefined : mapAt(object.node, "spec", key);
  if (node === undefined) return undefined;
  const labels = textsOf(mapAt(node, "matchLabels"));
  return selector(node, `spec.${key}`, labels, itemsAt(node, "matchExpressions"));
}

/** A workload's selector of its own pods. Of Deployments and their like, and of the older ReplicationController, whose selector is a plain map. */
export function ownSelectorOf(object: ObjectInSet): Selector | undefined {
  const group = groupOf(object);
  const node = mapAt(object.node, "spec", "selector");
  if (node === undefined) return undefined;
  if (object.kind === "ReplicationController" && group === "")
    return selector(node, "spec.selector", textsOf(node), []);
  const hasSelector = /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet)$/.test(object.kind);
  if (!hasSelector || (group !== "apps" && group !== "extensions")) return undefined;
  const labels = textsOf(mapAt(node, "matchLabels"));
  return selector(node, "spec.selector", labels, itemsAt(node, "matchExpressions"));
}

/** The labels of the pods that an object makes. */
export function labelsOf({ meta }: Pod): ReadonlyMap<string, string> {
  return textsOf(mapAt(meta, "labels"));
}

function selector(
  node: KubeNode,
  pointer: string,
  labels: ReadonlyMap<string, string>,
  expressions: readonly KubeNode[],
): Selector | undefined {
  if (labels.size === 0 && expressions.length === 0) return undefined;
  return {
    node,
    pointer,
    labels,
    fits: (podLabels) =>
      [...labels].every(([key, value]) => podLabels.get(key) === value) &&
      expressions.every((expression) => holds(expression, podLabels)),
  };
}

function holds(expression: KubeNode, labels: ReadonlyMap<string, string>): boolean {
  const value = labels.get(textAt(expression, "key") ?? "");
  const values = itemsAt(expression, "values").flatMap((item) => (item.kind === "scalar" ? [String(item.value)] : []));
  switch (textAt(expression, "operator")) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return true;
  }
}

/** The API refuses non-text values, and they match nothing here. */
function textsOf(map: KubeMap | undefined): ReadonlyMap<string, string> {
  return new Map(
    [...(map?.entries ?? [])].flatMap(([key, { value }]): [string, string][] =>
      value.kind === "scalar" ? [[key, String(value.value)]] : [],
    ),
  );
}

export interface LabelledPod {
  readonly pod: Pod;
  readonly object: ObjectInSet;
  readonly labels: ReadonlyMap<string, string>;
}

/** The pods that one object could mean: those in its namespace. */
export function podsBeside({ all }: ObjectsFact, { namespace }: ObjectInSet): readonly LabelledPod[] {
  return all.flatMap((object): LabelledPod[] => {
    const { pod } = object;
    if (pod === undefined || !isTogether(object.namespace, namespace)) return [];
    return [{ pod, object, labels: labelsOf(pod) }];
  });
}

/** API groups whose objects create no pods, besides those that `podOf` knows. */
const quiet = /^(?:|apps|batch|extensions|policy|autoscaling|.*\.k8s\.io)$/;

/** Why pods may be there that the set does not show: an object of another kind, whose controller is not known; undefined where none may. */
export function unseenPods({ all, incomplete }: ObjectsFact): string | undefined {
  if (incomplete !== undefined) return incomplete;
  const foreign = all.find((object) => !quiet.test(groupOf(object)));
  if (foreign !== undefined) return `${foreign.kind} ${foreign.name} may make pods of its own`;
  const patch = all.find((object) => object.pod?.patch === true);
  return patch && `${patch.kind} ${patch.name} is a patch of something that is not here`;
}
