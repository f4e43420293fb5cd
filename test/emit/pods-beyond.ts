import { parseAllDocuments } from "yaml";
import type { Profile } from "../../src/domain/profile/profile.ts";
import kubernetes from "../../src/dialects/kubernetes/emit/kubernetes.ts";
import { fullProfile } from "./sample-profile.ts";

export type Json = { [key: string]: any };

/** A profile that a pod can have all of. */
export const podProfile: Profile = {
  ...fullProfile,
  devices: [],
  network: "private",
  capabilities: { required: ["SETUID"], soft: [], unused: [] },
};

/** The pod that `emit --to kubernetes` has its Deployment make. */
export function podOf(profile: Profile): Json {
  const documents = parseAllDocuments(kubernetes.emit(profile).files[0]?.text ?? "").map((one) => one.toJS() as Json);
  const { spec } = documents.find(({ kind }) => kind === "Deployment")?.["spec"].template ?? {};
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec };
}

/** That pod, changed. */
export function pod(change: (spec: Json) => void): Json {
  const copy = podOf(podProfile);
  change(copy["spec"]);
  return copy;
}

const debug = { name: "debug", image: "busybox" };
/** Of a container of that pod. */
const context = podOf(podProfile)["spec"].containers[0].securityContext as Json;
const container = (change: (container: Json) => void) => pod((all) => change(all["containers"][0]));
const secured = (change: (context: Json) => void) => container((one) => change(one["securityContext"]));

/** Pods that the policy admits: the profile's own, and those that ask for less. */
export const podsWithin: readonly (readonly [what: string, pod: Json])[] = [
  ["its own", podOf(podProfile)],
  [
    "an ephemeral container under the same",
    pod((all) => (all["ephemeralContainers"] = [{ ...debug, securityContext: context }])),
  ],
  [
    "less",
    container((one) => {
      one["securityContext"].capabilities = { drop: ["ALL"] };
      one["resources"].limits = { memory: "16Mi", cpu: "1m" };
    }),
  ],
];

/** Pods that go beyond the profile in one thing, with a part of the message that refuses them. */
export const podsBeyond: readonly (readonly [message: string, pod: Json])[] = [
  ["runAsUser 10001", secured((one) => (one["runAsUser"] = 0))],
  ["runAsUser 10001", secured((one) => delete one["runAsUser"])],
  ["runAsGroup 10001", secured((one) => (one["runAsGroup"] = 0))],
  ["no other group", pod((all) => (all["securityContext"] = { ...all["securityContext"], fsGroup: 5 }))],
  ["no other group", pod((all) => (all["securityContext"] = { ...all["securityContext"], supplementalGroups: [5] }))],
  ["capabilities.drop ALL", secured((one) => delete one["capabilities"])],
  ["capabilities.drop ALL", secured((one) => (one["capabilities"].drop = ["NET_RAW"]))],
  ["capabilities.drop ALL", secured((one) => (one["capabilities"].add = ["SETUID", "SYS_ADMIN"]))],
  ["capabilities.drop ALL", secured((one) => (one["capabilities"].add = ["ALL"]))],
  ["no privileged", secured((one) => (one["privileged"] = true))],
  ["procMount", secured((one) => (one["procMount"] = "Unmasked"))],
  ["allowPrivilegeEscalation", secured((one) => delete one["allowPrivilegeEscalation"])],
  ["allowPrivilegeEscalation", secured((one) => (one["allowPrivilegeEscalation"] = true))],
  ["readOnlyRootFilesystem", secured((one) => (one["readOnlyRootFilesystem"] = false))],
  ["seccompProfile", secured((one) => (one["seccompProfile"] = { type: "RuntimeDefault" }))],
  ["seccompProfile", secured((one) => (one["seccompProfile"] = { type: "Localhost", localhostProfile: "all.json" }))],
  ["seccompProfile", secured((one) => delete one["seccompProfile"])],
  ["AppArmor", secured((one) => (one["appArmorProfile"] = { type: "Unconfined" }))],
  ["AppArmor", pod((all) => (all["securityContext"] = { appArmorProfile: { type: "Unconfined" } }))],
  ["SELinux", secured((one) => (one["seLinuxOptions"] = { type: "spc_t" }))],
  ["Windows", secured((one) => (one["windowsOptions"] = { hostProcess: true }))],
  ["hostNetwork", pod((all) => (all["hostNetwork"] = true))],
  ["hostPID", pod((all) => (all["hostPID"] = true))],
  ["hostIPC", pod((all) => (all["hostIPC"] = true))],
  ["shareProcessNamespace", pod((all) => (all["shareProcessNamespace"] = true))],
  ["hostPort", container((one) => (one["ports"] = [{ containerPort: 80, hostPort: 80 }]))],
  ["sysctl", pod((all) => (all["securityContext"].sysctls = [{ name: "kernel.shm_rmid_forced", value: "0" }]))],
  ["no device", container((one) => (one["resources"].limits["nvidia.com/gpu"] = 1))],
  ["no device", container((one) => (one["volumeDevices"] = [{ name: "a", devicePath: "/dev/xvda" }]))],
  [
    "no volume of the node",
    pod((all) => (all["volumes"] = [...all["volumes"], { name: "h", hostPath: { path: "/" } }])),
  ],
  ["no mount but", container((one) => one["volumeMounts"].push({ name: "x", mountPath: "/etc" }))],
  [
    "no mount but",
    container((one) =>
      one["volumeMounts"].push({ name: "t", mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" }),
    ),
  ],
  ["no mount but", container((one) => (one["volumeMounts"][0].mountPropagation = "Bidirectional"))],
  ["emptyDir in memory", pod((all) => (all["volumes"][0].emptyDir = {}))],
  ["emptyDir in memory", pod((all) => (all["volumes"][0].emptyDir = { medium: "Memory", sizeLimit: "1Gi" }))],
  ["memory limit", container((one) => (one["resources"].limits.memory = "49Mi"))],
  ["memory limit", container((one) => delete one["resources"])],
  ["cpu limit", container((one) => (one["resources"].limits.cpu = "501m"))],
  [
    "cpu limit",
    pod(
      (all) =>
        (all["initContainers"] = [{ ...all["containers"][0], resources: { limits: { memory: "1Mi", cpu: "2" } } }]),
    ),
  ],
  ["runAsUser", pod((all) => (all["ephemeralContainers"] = [{ name: "debug", image: "busybox" }]))],
  [
    "no privileged",
    pod((all) => (all["ephemeralContainers"] = [{ ...debug, securityContext: { ...context, privileged: true } }])),
  ],
  [
    "capabilities",
    pod(
      (all) =>
        (all["ephemeralContainers"] = [
          { ...debug, securityContext: { ...context, capabilities: { drop: ["ALL"], add: ["SYS_PTRACE"] } } },
        ]),
    ),
  ],
];
