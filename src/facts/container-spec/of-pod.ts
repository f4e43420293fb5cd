import { ownValue } from "../../domain/own-value.ts";
import type { Said, WrittenContainer, WrittenPort } from "../../domain/container-spec/written-container.ts";
import type { Pod, PodContainer } from "../../formats/kubernetes/pods-of.ts";
import { quantity } from "../../formats/kubernetes/quantity.ts";
import { mapAt, textAt } from "../../formats/kubernetes/kube-node.ts";
import { podEnvironment } from "./pod/pod-environment.ts";
import { podMounts } from "./pod/pod-mounts.ts";
import { saidIn, type SaidIn } from "./pod/said-in.ts";
import { defined } from "../../text/defined.ts";

/** Kinds whose pods come to an end. */
const oneShot: ReadonlySet<string> = new Set(["Job", "CronJob"]);

/** The containers of a pod, init and ephemeral ones too: what the pod says for all of them stands in each that says nothing else. */
export function ofPod(pod: Pod, file: string): readonly WrittenContainer[] {
  const spec = saidIn(file, pod.spec, pod.pointer);
  const ends = oneShot.has(pod.object.kind) || /^(?:Never|OnFailure)$/.test(spec.text("restartPolicy")?.value ?? "");
  return pod.containers.map((one) => ofContainer(one, pod, file, ends || one.role === "init"));
}

function ofContainer(one: PodContainer, pod: Pod, file: string, ends: boolean): WrittenContainer {
  const spec = saidIn(file, pod.spec, pod.pointer);
  const own = saidIn(file, one.node, one.pointer);
  const context = own.below("securityContext");
  const ofAll = spec.below("securityContext");
  const escalation = context.bool("allowPrivilegeEscalation");
  const procMount = context.text("procMount");
  return {
    dialect: "kubernetes",
    name: one.name,
    at: { file, span: one.at },
    // One that ends takes the node's memory and gains privileges like any other.
    serves: one.role !== "ephemeral",
    ...(ends && { ends: true }),
    ...((one.role === "ephemeral" || pod.patch) && { fragment: true }),
    ...defined({
      image: own.text("image"),
      user: userOf(context, ofAll),
      refusesRoot: context.bool("runAsNonRoot") ?? ofAll.bool("runAsNonRoot"),
      privileged: context.bool("privileged"),
      noNewPrivileges: escalation && made(escalation, !escalation.value),
      seccomp: seccompOf(context) ?? seccompOf(ofAll),
      appArmor: appArmorOf(context) ?? appArmorOf(ofAll) ?? annotated(one.name, pod, file),
      unmasked: procMount && made(procMount, procMount.value === "Unmasked"),
      readOnly: context.bool("readOnlyRootFilesystem"),
      network: host(spec, "hostNetwork"),
      pid: host(spec, "hostPID"),
      ipc: host(spec, "hostIPC"),
      userns: userns(spec),
      memoryBytes: amount(own, "limits", "memory") ?? amount(spec, "limits", "memory"),
      memoryReservationBytes: amount(own, "requests", "memory") ?? amount(spec, "requests", "memory"),
      cpus: amount(own, "limits", "cpu") ?? amount(spec, "limits", "cpu"),
      restart: restartOf(own, spec),
      health: healthOf(own),
      stopSignal: own.text("lifecycle", "stopSignal"),
      stopSeconds: spec.number("terminationGracePeriodSeconds"),
      hostname: spec.text("hostname"),
    }),
    groups: numbers(ofAll, "supplementalGroups"),
    capAdd: context.texts("capabilities", "add"),
    capDrop: context.texts("capabilities", "drop"),
    labels: labelsOf(context, ofAll),
    labelNames: labelNamesOf(pod, file),
    mounts: podMounts(own, spec),
    devices: [],
    deviceRules: [],
    ports: own.each("ports").flatMap(portOf),
    ulimits: [],
    sysctls: ofAll.each("sysctls").flatMap((sysctl) => {
      const name = sysctl.text("name");
      const value = sysctl.text("value")?.value ?? "";
      return name === undefined ? [] : [made(name, { name: name.value, value })];
    }),
    ...podEnvironment(own),
  };
}

/** Those of its template: what the object around it has is no pod's. */
function labelNamesOf({ meta, pointer }: Pod, file: string): readonly Said<string>[] {
  const below = `${pointer.replace(/spec$/, "metadata")}.labels`;
  return [...(mapAt(meta, "labels")?.entries ?? [])].map(([name, { key }]) => ({
    value: name,
    at: { file, span: key },
    pointer: `${below}.${name}`,
  }));
}

/** Another value, made of what is written. */
function made<Value>({ value, written, ...place }: Said<string | number | boolean>, to: Value): Said<Value> {
  return { ...place, value: to, written: written ?? String(value) };
}

/** `1000:3000`; a group without a user is left to the image's. */
function userOf(context: SaidIn, ofAll: SaidIn): Said<string> | undefined {
  const user = context.number("runAsUser") ?? ofAll.number("runAsUser");
  const group = context.number("runAsGroup") ?? ofAll.number("runAsGroup");
  return user && made(user, group === undefined ? String(user.value) : `${user.value}:${group.value}`);
}

function seccompOf(context: SaidIn): Said<string> | undefined {
  const type = context.text("seccompProfile", "type");
  if (type?.value === "Unconfined") return made(type, "unconfined");
  return type?.value === "Localhost" ? (context.text("seccompProfile", "localhostProfile") ?? type) : type;
}

function appArmorOf(context: SaidIn): Said<string> | undefined {
  const type = context.text("appArmorProfile", "type");
  if (type?.value === "Unconfined") return made(type, "unconfined");
  if (type?.value === "RuntimeDefault") return made(type, "runtime/default");
  return type && (context.text("appArmorProfile", "localhostProfile") ?? type);
}

/** How it was said before 1.30. */
function annotated(name: string, pod: Pod, file: string): Said<string> | undefined {
  const meta = saidIn(file, pod.meta, pod.pointer.replace(/spec$/, "metadata"));
  const found = meta.text("annotations", `container.apparmor.security.beta.kubernetes.io/${name}`);
  return found && made(found, found.value.replace(/^localhost\//, ""));
}

function host(spec: SaidIn, key: string): Said<string> | undefined {
  const found = spec.bool(key);
  return found?.value === true ? made(found, "host") : undefined;
}

function userns(spec: SaidIn): Said<string> | undefined {
  const found = spec.bool("hostUsers");
  return found && made(found, found.value ? "host" : "private");
}

function amount(of: SaidIn, kind: "limits" | "requests", what: string): Said<number> | undefined {
  const found = of.either("resources", kind, what);
  const value = found && quantity(found.value);
  return found && value !== undefined ? made(found, value) : undefined;
}

const restarts: Readonly<Record<string, string>> = { Always: "always", OnFailure: "on-failure", Never: "no" };

function restartOf(own: SaidIn, spec: SaidIn): Said<string> | undefined {
  const found = own.text("restartPolicy") ?? spec.text("restartPolicy");
  return found && made(found, ownValue(restarts, found.value) ?? found.value);
}

function healthOf(own: SaidIn): Said<"on"> | undefined {
  for (const key of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    const probe = own.any(key);
    if (probe !== undefined) return { ...probe, value: "on", written: key };
  }
  return undefined;
}

function numbers(of: SaidIn, key: string): readonly Said<string>[] {
  const list = of.any(key);
  if (list?.value.kind !== "list") return [];
  return list.value.items.flatMap((_, index) => {
    const found = of.number(key, index);
    return found === undefined ? [] : [made(found, String(found.value))];
  });
}

/** Each part of a container's own label is taken instead of the pod's whole. */
function labelsOf(context: SaidIn, ofAll: SaidIn): readonly Said<string>[] {
  const from = context.any("seLinuxOptions") === undefined ? ofAll : context;
  return ["user", "role", "type", "level"].flatMap((part) => {
    const found = from.text("seLinuxOptions", part);
    return found === undefined || found.value === "" ? [] : [made(found, `${part}:${found.value}`)];
  });
}

/** Only what is published on the node: `containerPort` alone informs. */
function portOf(port: SaidIn): Said<WrittenPort>[] {
  const published = port.number("hostPort");
  if (published === undefined || published.value === 0) return [];
  const hostIp = port.text("hostIP")?.value;
  const value: WrittenPort = {
    ...(hostIp !== undefined && hostIp !== "" && { hostIp }),
    published: String(published.value),
    target: String(port.number("containerPort")?.value ?? published.value),
    protocol: (textAt(port.node, "protocol") ?? "TCP").toLowerCase(),
  };
  return [made(published, value)];
}
