import type { NetworkAttachment, RequestedSettings } from "../../domain/container/requested-settings.ts";
import type { LossKind } from "../../domain/profile/loss.ts";
import { byName } from "../text/flag.ts";
import { lossIf, unsetVariables } from "../losses/container-losses.ts";
import type { FieldLoss, ShownValues } from "../emitter.ts";
import { ownSeccomp } from "../print/of-container.ts";
import { keptOut } from "../print/shown-values.ts";
import { emptyEntrypoint, escalation, refusesEscalation } from "./pod/kube-losses.ts";
import { seccompPath } from "./pod/kube-names.ts";

/** Container settings that a pod cannot express, or that its cluster decides. `app`: the container's name in the pod. */
export function containerLosses(spec: RequestedSettings, shown: ShownValues, app: string): FieldLoss[] {
  return [...limits(spec), ...networks(spec), ...storage(spec), ...isolation(spec, app), ...program(spec, shown, app)];
}

const nothing = "a container of a pod has nothing for it";

function lost(isLost: boolean, kind: LossKind, code: string, wanted: string, reason = nothing): readonly FieldLoss[] {
  return lossIf(isLost, kind, code, wanted, reason);
}

function limits(settings: RequestedSettings): FieldLoss[] {
  const { pids, ulimits, memorySwapBytes, memorySwappiness, cpuShares, cpuQuota, cpuPeriod } = settings;
  return [
    ...lost(
      pids !== undefined,
      "dropped",
      "pids",
      `limit of ${pids} tasks`,
      "the kubelet's podPidsLimit is for the whole node",
    ),
    ...lost(ulimits.length > 0, "dropped", "ulimits", "ulimits"),
    ...lost(
      [memorySwapBytes, memorySwappiness, cpuShares, cpuQuota, cpuPeriod].some((one) => one !== undefined),
      "dropped",
      "swap-and-cpu-shares",
      "swap, swappiness, shares and periods of CPU",
    ),
    ...lost(
      settings.cpuset !== undefined || settings.cpusetMems !== undefined,
      "dropped",
      "cpuset",
      "CPUs and memory nodes that it is bound to",
    ),
    ...lost(
      settings.oomKillDisable || settings.oomScoreAdj !== undefined,
      "dropped",
      "oom-settings",
      "OOM settings",
      "the kubelet sets them by the class of the pod",
    ),
    ...lost(settings.shmBytes !== undefined, "dropped", "shm-size", "size of /dev/shm"),
    ...lost(
      settings.blkioWeight !== undefined || settings.blkioDevices.length > 0,
      "dropped",
      "block-io",
      "limits of block I/O",
    ),
    ...lost(
      settings.cgroupParent !== undefined,
      "dropped",
      "cgroup-parent",
      `control group ${settings.cgroupParent}`,
      "the kubelet has its own tree of them",
    ),
  ];
}

function networks(settings: RequestedSettings): FieldLoss[] {
  const { network = "" } = settings;
  return [
    ...lost(
      network === "none",
      "dropped",
      "network-none",
      "network none",
      "a NetworkPolicy and a network that enforces it come nearest",
    ),
    ...lost(
      network.startsWith("container:"),
      "dropped",
      "network-of-another-container",
      "network of another container",
      "containers of one pod share it: write both into one pod",
    ),
    ...lost(
      settings.attachments.length > 0,
      "dropped",
      "networks-and-their-names",
      `networks, and what it has in them: ${settings.attachments.map(attachmentText).join("; ")}`,
      "pods share one network; a Service gives a name",
    ),
    ...lost(
      settings.ports.length > 0 || settings.publishAll === true,
      "moved",
      "published-ports",
      "published ports",
      "a Service publishes them",
    ),
    ...lost(settings.macAddress !== undefined, "dropped", "mac-address", "address of its network card"),
    ...lost(settings.domainname !== undefined, "dropped", "domain-name", "domain name", "a pod's is its cluster's"),
    ...lost(
      settings.hostname?.includes(".") === true,
      "differs",
      "host-name",
      `host name ${settings.hostname}`,
      "a pod's has no dots",
    ),
  ];
}

function attachmentText({ network, aliases, ipv4, ipv6, linkLocal, driverOptions }: NetworkAttachment): string {
  const options = byName(driverOptions).map((pair) => pair.join("="));
  return [network, ...aliases, ipv4 ?? [], ipv6 ?? [], linkLocal, options].flat().join(" ");
}

function storage(settings: RequestedSettings): FieldLoss[] {
  const { mounts } = settings;
  const long = mounts.map((mount) => mount.long ?? {});
  return [
    ...lost(
      settings.tmpfs.some(({ options }) => options.replace(/^size=\d+$/, "") !== "") ||
        long.some(({ mode, tmpfsOptions }) => mode !== undefined || tmpfsOptions !== undefined),
      "weaker",
      "tmpfs-options",
      "options of tmpfs but its size",
      "an emptyDir has mode 0777 and belongs to root",
    ),
    ...lost(
      mounts.some(({ type, words }) => type === "volume" && !words.includes("nocopy")),
      "differs",
      "content-of-volumes",
      "volumes that start with what the image has there",
      "a claim and an emptyDir start empty",
    ),
    ...lost(
      mounts.some(({ words }) => words.some((word) => word !== "nocopy")),
      "dropped",
      "words-of-mounts",
      `words of mounts: ${mounts.flatMap(({ words }) => words).join(", ")}`,
    ),
    ...lost(
      mounts.some(({ propagation }) => propagation !== undefined && !propagation.startsWith("rs")),
      "differs",
      "mount-propagation",
      "how mounts are passed on",
      "a pod knows HostToContainer and Bidirectional, with what is mounted below",
    ),
    ...lost(
      long.some(({ nonRecursive }) => nonRecursive === true),
      "weaker",
      "bind-recursive",
      "folders of the host without what is mounted below them",
      "a hostPath shows that as well",
    ),
    ...lost(Object.keys(settings.storageOpt).length > 0, "dropped", "storage-options", "storage options"),
    ...lost(
      settings.links.length + settings.volumesFrom.length > 0,
      "dropped",
      "links-volumes-of-other-containers",
      "links, volumes of other containers",
    ),
    ...lost(
      settings.devices.length + settings.deviceRequests.length + settings.deviceRules.length > 0,
      "dropped",
      "devices",
      "devices",
      "a device plugin of the cluster hands them out",
    ),
  ];
}

function isolation(settings: RequestedSettings, app: string): FieldLoss[] {
  const { pid, ipc, uts, cgroup, groups } = settings;
  // A pod has hostPID and hostIPC, and is in the node's user namespace by default.
  const namespaces = Object.entries({ pid, ipc, uts, cgroup, user: settings.userns })
    .filter(([name, mode]) => mode !== undefined && (mode !== "host" || name === "uts" || name === "cgroup"))
    .map((words) => words.join(" "));
  return [
    ...lost(
      namespaces.length > 0,
      "differs",
      "namespaces",
      `namespaces: ${namespaces.join(", ")}`,
      "a pod shares some of them among its containers, and others are the node's choice",
    ),
    ...lost(
      settings.user !== undefined && !/^\d+(?::\d+)?$/.test(settings.user),
      "dropped",
      "user-by-name",
      "user by name",
      "runAsUser takes a number",
    ),
    ...lost(
      groups.some((group) => !/^\d+$/.test(group)),
      "dropped",
      "groups-by-name",
      "groups by name",
      "supplementalGroups takes numbers",
    ),
    ...lost(
      settings.appArmor !== undefined && settings.appArmor !== "unconfined",
      "dropped",
      "apparmor-profile",
      `AppArmor profile ${settings.appArmor}`,
      "it has to be loaded on each node, and named as appArmorProfile then",
    ),
    ...lost(
      settings.labels.includes("disable"),
      "stronger",
      "selinux-disabled",
      "no confinement by SELinux",
      "the type spc_t comes nearest, which a cluster has to allow",
    ),
    ...lost(
      settings.otherSecurity.length > 0,
      "dropped",
      "security-options",
      `security options ${settings.otherSecurity.join(", ")}`,
    ),
    ...lost(
      ownSeccomp(settings) !== undefined,
      "moved",
      "seccomp",
      "its list of system calls",
      `it has to lie on each node as ${seccompPath(app)} below the kubelet's seccomp folder`,
    ),
    ...(refusesEscalation(settings.noNewPrivileges, settings.capAdd) ? [escalation] : []),
    ...lost(
      settings.runtime !== undefined,
      "dropped",
      "runtime",
      `runtime ${settings.runtime}`,
      "a RuntimeClass of the cluster names it",
    ),
  ];
}

function program(settings: RequestedSettings, envValues: ShownValues, app: string): FieldLoss[] {
  return [
    ...lost(settings.init === true, "dropped", "init-process", "init process"),
    ...emptyEntrypoint(settings),
    ...unsetVariables(
      settings,
      "dropped",
      "a pod can't take an image's variable away; `env -u NAME` before the command does",
    ),
    ...lost(
      settings.health?.startInterval !== undefined,
      "differs",
      "health-start-interval",
      "how often its health is checked while it starts",
      "a startupProbe would be another check",
    ),
    ...lost(
      settings.restart?.includes(":") === true,
      "differs",
      "restart-count",
      `restart ${settings.restart}`,
      "the kubelet goes on restarting, later each time",
    ),
    ...lost(
      settings.autoRemove,
      "dropped",
      "removed-when-it-ends",
      "removed when it ends",
      "a pod that has ended stays until it is deleted",
    ),
    ...lost(
      settings.logDriver !== undefined || Object.keys(settings.logOptions).length > 0,
      "dropped",
      "log-driver-and-options",
      "log driver and options",
      "the node's runtime writes logs",
    ),
    ...lost(
      settings.stopSignal !== undefined,
      "dropped",
      "stop-signal",
      "stop signal",
      "lifecycle.stopSignal is not on by default",
    ),
    ...lost(
      Object.keys(settings.labelValues).length > 0,
      "dropped",
      "labels",
      "labels",
      "labels of Kubernetes have another form",
    ),
    ...lost(
      keptOut(envValues).length > 0,
      "moved",
      "env-values",
      `values of ${keptOut(envValues).join(", ")}`,
      `they are read from a Secret named ${app}; --show-values prints them`,
    ),
  ];
}
