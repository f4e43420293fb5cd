import type { GivenAttachment, GivenSettings } from "../../domain/container-spec/given-settings.ts";
import type { LossKind } from "../../domain/profile/loss.ts";
import { byName } from "../text/restriction-flags.ts";
import { givenSeccompFile, ownSeccomp, unsetNotSaid, type NotSaid } from "./given-emitter.ts";
import { keptOut, type ShownValues } from "./shown-values.ts";

/** What a pod can't say of a container, or its cluster decides. */
export function podNotSaid(given: GivenSettings, shown: ShownValues, pod: string): NotSaid[] {
  return [...limits(given), ...networks(given), ...storage(given), ...isolation(given), ...program(given, shown, pod)];
}

function lost(
  has: boolean,
  kind: LossKind,
  code: string,
  what: string,
  why = "a container of a pod has nothing for it",
): NotSaid[] {
  return has ? [{ kind, code, what, why }] : [];
}

function limits(given: GivenSettings): NotSaid[] {
  const { pids, ulimits, memorySwap, memorySwappiness, cpuShares, cpuQuota, cpuPeriod } = given;
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
      [memorySwap, memorySwappiness, cpuShares, cpuQuota, cpuPeriod].some((one) => one !== undefined),
      "dropped",
      "swap-and-cpu-shares",
      "swap, swappiness, shares and periods of CPU",
    ),
    ...lost(
      given.cpusetCpus !== undefined || given.cpusetMems !== undefined,
      "dropped",
      "cpuset",
      "CPUs and memory nodes that it is bound to",
    ),
    ...lost(
      given.oomKillDisable || given.oomScoreAdj !== undefined,
      "dropped",
      "oom-settings",
      "OOM settings",
      "the kubelet sets them by the class of the pod",
    ),
    ...lost(given.shmSize !== undefined, "dropped", "shm-size", "size of /dev/shm"),
    ...lost(
      given.blkioWeight !== undefined || given.blkioDevices.length > 0,
      "dropped",
      "block-io",
      "limits of block I/O",
    ),
    ...lost(
      given.cgroupParent !== undefined,
      "dropped",
      "cgroup-parent",
      `control group ${given.cgroupParent}`,
      "the kubelet has its own tree of them",
    ),
  ];
}

function networks(given: GivenSettings): NotSaid[] {
  const { network = "" } = given;
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
      given.attachments.length > 0,
      "dropped",
      "networks-and-their-names",
      `networks, and what it has in them: ${given.attachments.map(attachmentText).join("; ")}`,
      "pods share one network; a Service gives a name",
    ),
    ...lost(
      given.ports.length > 0 || given.publishAll,
      "moved",
      "published-ports",
      "published ports",
      "a Service publishes them",
    ),
    ...lost(given.macAddress !== undefined, "dropped", "mac-address", "address of its network card"),
    ...lost(given.domainname !== undefined, "dropped", "domain-name", "domain name", "a pod's is its cluster's"),
    ...lost(
      given.hostname?.includes(".") === true,
      "differs",
      "host-name",
      `host name ${given.hostname}`,
      "a pod's has no dots",
    ),
  ];
}

function attachmentText({ network, aliases, ipv4, ipv6, linkLocal, driverOptions }: GivenAttachment): string {
  const options = byName(driverOptions).map(([key, value]) => `${key}=${value}`);
  return [network, ...aliases, ipv4 ?? [], ipv6 ?? [], linkLocal, options].flat().join(" ");
}

function storage(given: GivenSettings): NotSaid[] {
  const { mounts } = given;
  const long = mounts.map((mount) => mount.long ?? {});
  return [
    ...lost(
      given.tmpfs.some(({ options }) => options.replace(/^size=\d+$/, "") !== "") ||
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
    ...lost(Object.keys(given.storageOpt).length > 0, "dropped", "storage-options", "storage options"),
    ...lost(
      given.links.length + given.volumesFrom.length > 0,
      "dropped",
      "links-volumes-of-other-containers",
      "links, volumes of other containers",
    ),
    ...lost(
      given.devices.length + given.deviceRequests.length + given.deviceRules.length > 0,
      "dropped",
      "devices",
      "devices",
      "a device plugin of the cluster hands them out",
    ),
  ];
}

function isolation(given: GivenSettings): NotSaid[] {
  const { pid, ipc, uts, cgroupns, groups } = given;
  const namespaces = [
    ...(pid === undefined || pid === "host" ? [] : [`pid ${pid}`]),
    ...(ipc === undefined || ipc === "host" ? [] : [`ipc ${ipc}`]),
    ...(uts === undefined ? [] : [`uts ${uts}`]),
    ...(cgroupns === undefined ? [] : [`cgroup ${cgroupns}`]),
    ...(given.userns === undefined || given.userns === "host" ? [] : [`user ${given.userns}`]),
  ];
  return [
    ...lost(
      namespaces.length > 0,
      "differs",
      "namespaces",
      `namespaces: ${namespaces.join(", ")}`,
      "a pod shares some of them among its containers, and others are the node's choice",
    ),
    ...lost(
      given.user !== undefined && !/^\d+(?::\d+)?$/.test(given.user),
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
      given.appArmor !== undefined && given.appArmor !== "unconfined",
      "dropped",
      "apparmor-profile",
      `AppArmor profile ${given.appArmor}`,
      "it has to be loaded on each node, and named as appArmorProfile then",
    ),
    ...lost(
      given.labelOptions.includes("disable"),
      "stronger",
      "selinux-disabled",
      "no confinement by SELinux",
      "the type spc_t comes nearest, which a cluster has to allow",
    ),
    ...lost(
      given.otherSecurity.length > 0,
      "dropped",
      "security-options",
      `security options ${given.otherSecurity.join(", ")}`,
    ),
    ...lost(
      ownSeccomp(given) !== undefined,
      "moved",
      "seccomp",
      "its list of system calls",
      `it has to lie on each node as ${givenSeccompFile} below the kubelet's seccomp folder`,
    ),
    ...lost(
      given.runtime !== undefined,
      "dropped",
      "runtime",
      `runtime ${given.runtime}`,
      "a RuntimeClass of the cluster names it",
    ),
  ];
}

function program(given: GivenSettings, shown: ShownValues, pod: string): NotSaid[] {
  const kept = keptOut(shown);
  return [
    ...lost(given.init === true, "dropped", "init-process", "init process"),
    ...unsetNotSaid(
      given,
      "dropped",
      "a pod can't take an image's variable away; `env -u NAME` before the command does",
    ),
    ...lost(
      given.health?.startInterval !== undefined,
      "differs",
      "health-start-interval",
      "how often its health is checked while it starts",
      "a startupProbe would be another check",
    ),
    ...lost(
      given.restart?.includes(":") === true,
      "differs",
      "restart-count",
      `restart ${given.restart}`,
      "the kubelet goes on restarting, later each time",
    ),
    ...lost(
      given.autoRemove,
      "dropped",
      "removed-when-it-ends",
      "removed when it ends",
      "a pod that has ended stays until it is deleted",
    ),
    ...lost(
      given.logDriver !== undefined || Object.keys(given.logOptions).length > 0,
      "dropped",
      "log-driver-and-options",
      "log driver and options",
      "the node's runtime writes logs",
    ),
    ...lost(
      given.stopSignal !== undefined,
      "dropped",
      "stop-signal",
      "stop signal",
      "lifecycle.stopSignal is not on by default",
    ),
    ...lost(
      Object.keys(given.labels).length > 0,
      "dropped",
      "labels",
      "labels",
      "labels of Kubernetes have another form",
    ),
    ...lost(
      kept.length > 0,
      "moved",
      "env-values",
      `values of ${kept.join(", ")}`,
      `they are read from a Secret named ${pod}; --show-values prints them`,
    ),
  ];
}
