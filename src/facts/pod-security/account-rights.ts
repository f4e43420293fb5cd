import type { Span } from "../../domain/finding/span.ts";
import { itemsAt, nodeAt, scalarAt, textAt, type KubeNode } from "../../formats/kubernetes/kube-node.ts";
import type { Pod } from "../../formats/kubernetes/pods-of.ts";
import { oncePer } from "../../text/once-per.ts";
import { groupOf, isTogether, type ObjectInSet, type ObjectsFact } from "./object-set.ts";

/** Rights of a service account through one binding. */
export interface AccountRight {
  /** `all`: everything in the cluster. `secrets`: read Secrets. */
  readonly what: "all" | "secrets";
  readonly binding: ObjectInSet;
  readonly role: string;
  /** Only in the namespace of the binding. */
  readonly inNamespace: boolean;
}

/** The account of a pod and where it is named; `default` where it is not. */
export function accountOf({ spec, at }: Pod): { readonly name: string; readonly at: Span } {
  const accountName = scalarAt(spec, "serviceAccountName") ?? scalarAt(spec, "serviceAccount");
  return accountName === undefined || accountName.value === ""
    ? { name: "default", at }
    : { name: String(accountName.value), at: accountName.span };
}

/** Whether the pod gets a token of its account: the pod's setting counts, then the account's. */
export function hasToken(objects: ObjectsFact, { spec, object }: Pod): boolean {
  const podSetting = scalarAt(spec, "automountServiceAccountToken")?.value;
  if (podSetting === false || podSetting === true) return podSetting;
  const { name } = accountOf({ spec, at: object.at } as Pod);
  const account = ofAccounts(objects).accounts.find(
    (candidate) => candidate.name === name && isTogether(candidate.namespace, object.namespace),
  );
  return account === undefined || scalarAt(account.node, "automountServiceAccountToken")?.value !== false;
}

const rbac = "rbac.authorization.k8s.io";

// Most of a set are other objects, and each pod asks.
const ofAccounts = oncePer(({ all }: ObjectsFact) => ({
  accounts: all.filter(({ kind }) => kind === "ServiceAccount"),
  bindings: all.filter(
    (manifestObject) => /^(?:Cluster)?RoleBinding$/.test(manifestObject.kind) && groupOf(manifestObject) === rbac,
  ),
  roles: all.filter(
    (manifestObject) => /^(?:Cluster)?Role$/.test(manifestObject.kind) && groupOf(manifestObject) === rbac,
  ),
}));

/** Rights of a pod's account by the bindings of the set. Roles outside the set are known if they are Kubernetes' defaults. */
export function rightsOf(objects: ObjectsFact, pod: Pod): readonly AccountRight[] {
  const { name } = accountOf(pod);
  const { namespace } = pod.object;
  return ofAccounts(objects).bindings.flatMap((binding): AccountRight[] => {
    const inNamespace = binding.kind === "RoleBinding";
    if (!itemsAt(binding.node, "subjects").some((subject) => isMeant(subject, binding, name, namespace))) return [];
    const role = textAt(binding.node, "roleRef", "name") ?? "";
    const rights = rightsOfRole(objects, binding, textAt(binding.node, "roleRef", "kind") ?? "", role);
    return rights === undefined ? [] : [{ what: rights, binding, role, inNamespace }];
  });
}

function isMeant(subject: KubeNode, binding: ObjectInSet, name: string, namespace: string | undefined): boolean {
  const subjectName = textAt(subject, "name");
  if (textAt(subject, "kind") === "ServiceAccount")
    return subjectName === name && isTogether(textAt(subject, "namespace") ?? binding.namespace, namespace);
  if (textAt(subject, "kind") !== "Group" || subjectName === undefined) return false;
  return (
    /^system:(?:serviceaccounts|authenticated)$/.test(subjectName) ||
    subjectName === `system:serviceaccounts:${namespace ?? "default"}`
  );
}

/** Roles of Kubernetes itself: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
const builtIn: ReadonlyMap<string, AccountRight["what"]> = new Map([
  ["cluster-admin", "all"],
  ["admin", "secrets"],
  ["edit", "secrets"],
]);

function rightsOfRole(
  objects: ObjectsFact,
  { namespace }: ObjectInSet,
  kind: string,
  name: string,
): AccountRight["what"] | undefined {
  const role = ofAccounts(objects).roles.find(
    (candidate) =>
      candidate.kind === kind &&
      candidate.name === name &&
      (kind === "ClusterRole" || isTogether(candidate.namespace, namespace)),
  );
  if (role === undefined) return kind === "ClusterRole" ? builtIn.get(name) : undefined;
  const rules = itemsAt(role.node, "rules").map(rightsOfRule);
  return rules.find((right) => right === "all") ?? rules.find((right) => right !== undefined);
}

function rightsOfRule(rule: KubeNode): AccountRight["what"] | undefined {
  const has = (key: string, ...wanted: readonly string[]): boolean =>
    itemsAt(rule, key).some((item) => item.kind === "scalar" && wanted.includes(String(item.value)));
  if (["apiGroups", "resources", "verbs"].every((key) => has(key, "*"))) return "all";
  // Those that are named one by one are what the pod is for.
  if (nodeAt(rule, "resourceNames") !== undefined) return undefined;
  return has("apiGroups", "", "*") && has("resources", "secrets", "*") && has("verbs", "get", "list", "watch", "*")
    ? "secrets"
    : undefined;
}
