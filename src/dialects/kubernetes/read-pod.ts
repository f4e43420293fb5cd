import { ownValue } from "../../domain/own-value.ts";
import type { Located, ContainerSpec, PortSpec } from "../../domain/container/container-spec.ts";
import type { Pod, PodContainer } from "../../formats/kubernetes/pods-of.ts";
import { quantity } from "../../formats/kubernetes/quantity.ts";
import { mapAt, textAt } from "../../formats/kubernetes/kube-node.ts";
import { podEnvironment } from "./read/pod-environment.ts";
import { podMounts } from "./read/pod-mounts.ts";
import { podProbes, probeKeys } from "./read/pod-probes.ts";
import { saidIn, type SaidIn } from "../../facts/pod-security/node-reader.ts";
import { defined } from "../../text/defined.ts";

/** Kinds whose pods run to completion. */
const oneShot: ReadonlySet<string> = new Set(["Job", "CronJob"]);

/** The containers of a pod, init and ephemeral ones too: the pod's settings apply to each container that does not override them. */
export function ofPod(pod: Pod, file: string): readonly ContainerSpec[] {
  const spec = saidIn(file, pod.spec, pod.pointer);
  const ends = oneShot.has(pod.object.kind) || /^(?:Never|OnFailure)$/.test(spec.text("restartPolicy")?.value ?? "");
  return pod.containers.map((container) => ofContainer(container, pod, file, ends || container.role === "init"));
}

function ofContainer(container: PodContainer, pod: Pod, file: string, ends: boolean): ContainerSpec {
  const spec = saidIn(file, pod.spec, pod.pointer);
  const containerFields = saidIn(file, container.node, container.pointer);
  const context = containerFields.below("securityContext");
  const ofAll = spec.below("securityContext");
  const escalation = context.bool("allowPrivilegeEscalation");
  const procMount = context.text("procMount");
  return {
    dialect: "kubernetes",
    name: container.name,
    at: { file, span: container.at },
    // A container that ends can exhaust the node's memory and gain privileges like any other.
    serves: container.role !== "ephemeral",
    ...(ends && { ends: true }),
    workloadResource: { kind: pod.object.kind, name: pod.object.name },
    ...((container.role === "ephemeral" || pod.patch) && { fragment: true }),
    ...defined({
      image: containerFields.text("image"),
      user: userOf(context, ofAll),
      refusesRoot: context.bool("runAsNonRoot") ?? ofAll.bool("runAsNonRoot"),
      privileged: context.bool("privileged"),
      noNewPrivileges: escalation && withValue(escalation, !escalation.value),
      seccomp: seccompOf(context) ?? seccompOf(ofAll),
      appArmor: appArmorOf(context) ?? appArmorOf(ofAll) ?? annotated(container.name, pod, file),
      unmasked: procMount && withValue(procMount, procMount.value === "Unmasked"),
      readOnly: context.bool("readOnlyRootFilesystem"),
      network: host(spec, "hostNetwork"),
      pid: host(spec, "hostPID"),
      ipc: host(spec, "hostIPC"),
      userns: userns(spec),
      memoryBytes: amount(containerFields, "limits", "memory") ?? amount(spec, "limits", "memory"),
      memoryReservationBytes: amount(containerFields, "requests", "memory") ?? amount(spec, "requests", "memory"),
      cpus: amount(containerFields, "limits", "cpu") ?? amount(spec, "limits", "cpu"),
      restart: restartOf(containerFields, spec),
      health: healthOf(containerFields),
      stopSignal: containerFields.text("lifecycle", "stopSignal"),
      stopSeconds: spec.number("terminationGracePeriodSeconds"),
      hostname: spec.text("hostname"),
    }),
    probes: podProbes(containerFields),
    groups: numbers(ofAll, "supplementalGroups"),
    capAdd: context.texts("capabilities", "add"),
    capDrop: context.texts("capabilities", "drop"),
    labels: labelsOf(context, ofAll),
    labelNames: labelNamesOf(pod, file),
    mounts: podMounts(containerFields, spec),
    devices: [],
    deviceRules: [],
    ports: containerFields.each("ports").flatMap(portOf),
    ulimits: [],
    sysctls: ofAll.each("sysctls").flatMap((sysctl) => {
      const name = sysctl.text("name");
      const value = sysctl.text("value")?.value ?? "";
      return name === undefined ? [] : [withValue(name, { name: name.value, value })];
    }),
    ...podEnvironment(containerFields),
  };
}

/** Labels of its template; those of the enclosing object are not the pod's. */
function labelNamesOf({ meta, pointer }: Pod, file: string): readonly Located<string>[] {
  const below = `${pointer.replace(/spec$/, "metadata")}.labels`;
  return [...(mapAt(meta, "labels")?.entries ?? [])].map(([name, { key }]) => ({
    value: name,
    at: { file, span: key },
    pointer: `${below}.${name}`,
  }));
}

/** Replaces the value, keeping the source text. */
function withValue<Value>({ value, written, ...place }: Located<string | number | boolean>, to: Value): Located<Value> {
  return { ...place, value: to, written: written ?? String(value) };
}

/** `1000:3000`; a group without a user is left to the image's. */
function userOf(context: SaidIn, ofAll: SaidIn): Located<string> | undefined {
  const user = context.number("runAsUser") ?? ofAll.number("runAsUser");
  const group = context.number("runAsGroup") ?? ofAll.number("runAsGroup");
  return user && withValue(user, group === undefined ? String(user.value) : `${user.value}:${group.value}`);
}

function seccompOf(context: SaidIn): Located<string> | undefined {
  const type = context.text("seccompProfile", "type");
  if (type?.value === "Unconfined") return withValue(type, "unconfined");
  return type?.value === "Localhost" ? (context.text("seccompProfile", "localhostProfile") ?? type) : type;
}

function appArmorOf(context: SaidIn): Located<string> | undefined {
  const type = context.text("appArmorProfile", "type");
  if (type?.value === "Unconfined") return withValue(type, "unconfined");
  if (type?.value === "RuntimeDefault") return withValue(type, "runtime/default");
  return type && (context.text("appArmorProfile", "localhostProfile") ?? type);
}

/** The form before 1.30. */
function annotated(name: string, pod: Pod, file: string): Located<string> | undefined {
  const meta = saidIn(file, pod.meta, pod.pointer.replace(/spec$/, "metadata"));
  const annotation = meta.text("annotations", `container.apparmor.security.beta.kubernetes.io/${name}`);
  return annotation && withValue(annotation, annotation.value.replace(/^localhost\//, ""));
}

function host(spec: SaidIn, key: string): Located<string> | undefined {
  const hostFlag = spec.bool(key);
  return hostFlag?.value === true ? withValue(hostFlag, "host") : undefined;
}

function userns(spec: SaidIn): Located<string> | undefined {
  const hostUsers = spec.bool("hostUsers");
  return hostUsers && withValue(hostUsers, hostUsers.value ? "host" : "private");
}

function amount(of: SaidIn, kind: "limits" | "requests", resource: string): Located<number> | undefined {
  const quantityField = of.either("resources", kind, resource);
  const value = quantityField && quantity(quantityField.value);
  return quantityField && value !== undefined ? withValue(quantityField, value) : undefined;
}

const restarts: Readonly<Record<string, string>> = { Always: "always", OnFailure: "on-failure", Never: "no" };

function restartOf(containerFields: SaidIn, spec: SaidIn): Located<string> | undefined {
  const policy = containerFields.text("restartPolicy") ?? spec.text("restartPolicy");
  return policy && withValue(policy, ownValue(restarts, policy.value) ?? policy.value);
}

function healthOf(containerFields: SaidIn): Located<"on"> | undefined {
  for (const key of probeKeys) {
    const probe = containerFields.any(key);
    if (probe !== undefined) return { ...probe, value: "on", written: key };
  }
  return undefined;
}

function numbers(of: SaidIn, key: string): readonly Located<string>[] {
  const list = of.any(key);
  if (list?.value.kind !== "list") return [];
  return list.value.items.flatMap((_, index) => {
    const idField = of.number(key, index);
    return idField === undefined ? [] : [withValue(idField, String(idField.value))];
  });
}

/** A container's own label replaces the pod's as a whole. */
function labelsOf(context: SaidIn, ofAll: SaidIn): readonly Located<string>[] {
  const from = context.any("seLinuxOptions") === undefined ? ofAll : context;
  return ["user", "role", "type", "level"].flatMap((part) => {
    const labelPart = from.text("seLinuxOptions", part);
    return labelPart === undefined || labelPart.value === ""
      ? []
      : [withValue(labelPart, `${part}:${labelPart.value}`)];
  });
}

/** Only ports published on the node: `containerPort` alone is informational. */
function portOf(port: SaidIn): Located<PortSpec>[] {
  const published = port.number("hostPort");
  if (published === undefined || published.value === 0) return [];
  const hostIp = port.text("hostIP")?.value;
  const value: PortSpec = {
    ...(hostIp !== undefined && hostIp !== "" && { hostIp }),
    published: String(published.value),
    target: String(port.number("containerPort")?.value ?? published.value),
    protocol: (textAt(port.node, "protocol") ?? "TCP").toLowerCase(),
  };
  return [withValue(published, value)];
}
