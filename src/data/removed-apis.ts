/** API kinds that are no longer served, and the minor version of Kubernetes 1.x that removed them. */
interface RemovedApi {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  readonly since: number;
  /** Undefined: there is no replacement. */
  readonly by?: string;
}

const bindings = ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];
const hooks = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];
const flows = ["FlowSchema", "PriorityLevelConfiguration"];
const flow = "flowcontrol.apiserver.k8s.io";

/** kubernetes.io, Deprecated API Migration Guide, 2026-11: APIs that were served by default and are removed. */
export const removedApis: readonly RemovedApi[] = [
  { apiVersion: "extensions/v1beta1", kinds: ["Deployment", "DaemonSet", "ReplicaSet"], since: 16, by: "apps/v1" },
  { apiVersion: "extensions/v1beta1", kinds: ["NetworkPolicy"], since: 16, by: "networking.k8s.io/v1" },
  { apiVersion: "extensions/v1beta1", kinds: ["PodSecurityPolicy"], since: 16 },
  { apiVersion: "extensions/v1beta1", kinds: ["Ingress"], since: 22, by: "networking.k8s.io/v1" },
  { apiVersion: "apps/v1beta1", kinds: ["Deployment", "StatefulSet"], since: 16, by: "apps/v1" },
  {
    apiVersion: "apps/v1beta2",
    kinds: ["Deployment", "DaemonSet", "ReplicaSet", "StatefulSet"],
    since: 16,
    by: "apps/v1",
  },
  {
    apiVersion: "networking.k8s.io/v1beta1",
    kinds: ["Ingress", "IngressClass"],
    since: 22,
    by: "networking.k8s.io/v1",
  },
  { apiVersion: "rbac.authorization.k8s.io/v1beta1", kinds: bindings, since: 22, by: "rbac.authorization.k8s.io/v1" },
  {
    apiVersion: "admissionregistration.k8s.io/v1beta1",
    kinds: hooks,
    since: 22,
    by: "admissionregistration.k8s.io/v1",
  },
  {
    apiVersion: "apiextensions.k8s.io/v1beta1",
    kinds: ["CustomResourceDefinition"],
    since: 22,
    by: "apiextensions.k8s.io/v1",
  },
  { apiVersion: "apiregistration.k8s.io/v1beta1", kinds: ["APIService"], since: 22, by: "apiregistration.k8s.io/v1" },
  { apiVersion: "scheduling.k8s.io/v1beta1", kinds: ["PriorityClass"], since: 22, by: "scheduling.k8s.io/v1" },
  {
    apiVersion: "storage.k8s.io/v1beta1",
    kinds: ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
    since: 22,
    by: "storage.k8s.io/v1",
  },
  { apiVersion: "batch/v1beta1", kinds: ["CronJob"], since: 25, by: "batch/v1" },
  { apiVersion: "discovery.k8s.io/v1beta1", kinds: ["EndpointSlice"], since: 25, by: "discovery.k8s.io/v1" },
  { apiVersion: "autoscaling/v2beta1", kinds: ["HorizontalPodAutoscaler"], since: 25, by: "autoscaling/v2" },
  { apiVersion: "policy/v1beta1", kinds: ["PodDisruptionBudget"], since: 25, by: "policy/v1" },
  { apiVersion: "policy/v1beta1", kinds: ["PodSecurityPolicy"], since: 25 },
  { apiVersion: "node.k8s.io/v1beta1", kinds: ["RuntimeClass"], since: 25, by: "node.k8s.io/v1" },
  { apiVersion: "autoscaling/v2beta2", kinds: ["HorizontalPodAutoscaler"], since: 26, by: "autoscaling/v2" },
  { apiVersion: `${flow}/v1beta1`, kinds: flows, since: 26, by: `${flow}/v1` },
  { apiVersion: "storage.k8s.io/v1beta1", kinds: ["CSIStorageCapacity"], since: 27, by: "storage.k8s.io/v1" },
  { apiVersion: `${flow}/v1beta2`, kinds: flows, since: 29, by: `${flow}/v1` },
  { apiVersion: `${flow}/v1beta3`, kinds: flows, since: 32, by: `${flow}/v1` },
];
