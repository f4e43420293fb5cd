import type { NetworkAttachment } from "../../../domain/container/requested-settings.ts";
import { mountText, portText, tmpfsText, type PrintedSpec } from "../../print/printed-spec.ts";
import { seccompFile } from "../../text/seccomp-file.ts";
import { isShellName } from "../../print/shown-values.ts";
import { byteSize, decimal } from "../../text/bytes.ts";
import { byName, each, flagIf, optional, type Flag } from "../../text/flag.ts";
import { shellQuote } from "../../text/shell-quote.ts";
import { shellWord } from "../../text/word-references.ts";
import { deviceFlags, diskFlags, mountFlag } from "./mount-flags.ts";

/** Settings that become flags: all but the image. */
type PrintedFlags = Omit<PrintedSpec, "image">;

/** Differences between clients. */
export interface ClientFlags {
  /** Flags after the restrictions. */
  readonly restricting?: readonly Flag[];
  /** A mount in its short form. */
  readonly volume?: (text: string) => Flag;
}

/**
 * The flags of `docker run` or `podman run` for these settings, one value each, since no engine accepts a comma list of
 * capabilities.
 */
export function runFlags(spec: PrintedFlags, client: ClientFlags = {}): Flag[] {
  const { volume = (text) => ["--volume", text], restricting = [] } = client;
  return [
    ...identity(spec),
    ...privileges(spec),
    ...(spec.tmpfs ?? []).map((mount): Flag => ["--tmpfs", tmpfsText(mount)]),
    ...(spec.anonymousVolumes ?? []).map(({ path }): Flag => ["--volume", path]),
    ...limits(spec),
    ...deviceFlags(spec),
    ...(spec.init === undefined ? [] : [[spec.init ? "--init" : "--init=false"] as const]),
    ...network(spec),
    ...namespaces(spec),
    ...pairs("--sysctl", spec.sysctls),
    ...restricting,
    ...environment(spec),
    ...endpoints(spec),
    ...(spec.mounts ?? []).map((mount) => (mount.long === undefined ? volume(mountText(mount)) : mountFlag(mount))),
    ...each("--volumes-from", spec.volumesFrom),
    ...pairs("--storage-opt", spec.storageOpt),
    ...lifetime(spec),
    ...optional("--workdir", spec.workingDir),
    // Without a value it removes the image's entrypoint.
    ...(spec.entrypoint === undefined
      ? []
      : [["--entrypoint", shellWord(spec.entrypoint[0] ?? "", spec), true] as const]),
  ];
}

/** The image, and the words that follow it. */
export function imageAndWords(spec: PrintedSpec): string {
  const { entrypoint = [], command = [] } = spec;
  return [shellQuote(spec.image), ...[...entrypoint.slice(1), ...command].map((word) => shellWord(word, spec))].join(
    " ",
  );
}

function pairs(flag: string, map: Readonly<Record<string, string>> | undefined): Flag[] {
  return byName(map).map(([key, value]): Flag => [flag, value === "" ? key : `${key}=${value}`]);
}

function identity(spec: PrintedFlags): Flag[] {
  return [
    ...optional("--name", spec.name),
    ...byName(spec.labelValues).flatMap(([key, value]): Flag[] =>
      /\s/.test(key) ? [] : [["--label", `${key}=${value}`]],
    ),
    ...byName(spec.annotations).map(([key, value]): Flag => ["--annotation", `${key}=${value}`]),
    ...optional("--user", spec.user),
    ...each("--group-add", spec.groups),
    ...optional("--hostname", spec.hostname),
    ...optional("--domainname", spec.domainname),
    ...flagIf(spec.tty, "--tty"),
    ...flagIf(spec.stdin, "--interactive"),
  ];
}

function privileges(spec: PrintedFlags): Flag[] {
  const { noNewPrivileges, appArmor, labels = [] } = spec;
  const seccomp = spec.hasSeccompFile === true ? seccompFile : spec.seccomp;
  return [
    ...flagIf(spec.privileged, "--privileged"),
    ...each("--cap-drop", spec.capDrop),
    ...each("--cap-add", spec.capAdd),
    ...optional("--security-opt", seccomp && `seccomp=${seccomp}`),
    ...optional(
      "--security-opt",
      noNewPrivileges === undefined ? undefined : noNewPrivileges ? "no-new-privileges" : "no-new-privileges=false",
    ),
    ...optional("--security-opt", appArmor && `apparmor=${appArmor}`),
    ...labels.map((label): Flag => ["--security-opt", `label=${label}`]),
    ...each("--security-opt", spec.otherSecurity),
    ...optional("--security-opt", spec.unmasked ? "systempaths=unconfined" : undefined),
    ...flagIf(spec.readOnly, "--read-only"),
  ];
}

function limits(spec: PrintedFlags): Flag[] {
  const size = (flag: string, bytes: number | undefined) =>
    optional(flag, bytes === undefined ? undefined : byteSize(bytes));
  return [
    ...size("--memory", spec.memoryBytes),
    ...size("--memory-swap", spec.memorySwapBytes),
    ...size("--memory-reservation", spec.memoryReservationBytes),
    ...optional("--memory-swappiness", spec.memorySwappiness),
    ...flagIf(spec.oomKillDisable, "--oom-kill-disable"),
    ...optional("--oom-score-adj", spec.oomScoreAdj),
    ...size("--shm-size", spec.shmBytes),
    ...optional("--cpus", spec.cpus === undefined ? undefined : decimal(spec.cpus)),
    ...optional("--cpu-shares", spec.cpuShares),
    ...optional("--cpu-period", spec.cpuPeriod),
    ...optional("--cpu-quota", spec.cpuQuota),
    ...optional("--cpuset-cpus", spec.cpuset),
    ...optional("--cpuset-mems", spec.cpusetMems),
    ...optional("--blkio-weight", spec.blkioWeight),
    ...(spec.blkioDevices ?? []).map(({ what, path, rate }): Flag => [diskFlags[what], `${path}:${rate}`]),
    ...optional("--pids-limit", spec.pids),
    ...(spec.ulimits ?? []).map(({ name, soft, hard }): Flag => ["--ulimit", `${name}=${soft}:${hard}`]),
  ];
}

function network({ attachments = [], network: mode, macAddress }: PrintedFlags): Flag[] {
  const [only, ...others] = attachments;
  const simple = only !== undefined && others.length === 0 && Object.keys(only.driverOptions).length === 0;
  return [
    ...(only === undefined
      ? optional("--network", mode)
      : simple
        ? [
            ["--network", only.network] as const,
            ...each("--network-alias", only.aliases),
            ...optional("--ip", only.ipv4),
            ...optional("--ip6", only.ipv6),
            ...each("--link-local-ip", only.linkLocal),
          ]
        : attachments.map((attachment): Flag => ["--network", attached(attachment)])),
    ...optional("--mac-address", macAddress),
  ];
}

/** The long form accepts several networks with separate options (Docker 25 and later). */
function attached({ network: name, aliases, ipv4, ipv6, linkLocal, driverOptions }: NetworkAttachment): string {
  return [
    `name=${name}`,
    ...aliases.map((alias) => `alias=${alias}`),
    ...(ipv4 === undefined ? [] : [`ip=${ipv4}`]),
    ...(ipv6 === undefined ? [] : [`ip6=${ipv6}`]),
    ...linkLocal.map((address) => `link-local-ip=${address}`),
    ...byName(driverOptions).map(([key, value]) => `driver-opt=${key}=${value}`),
  ].join(",");
}

function namespaces(spec: PrintedFlags): Flag[] {
  return [
    ...optional("--pid", spec.pid),
    ...optional("--ipc", spec.ipc),
    ...optional("--uts", spec.uts),
    ...optional("--userns", spec.userns),
    ...optional("--cgroupns", spec.cgroup),
    ...optional("--cgroup-parent", spec.cgroupParent),
  ];
}

/**
 * Supplied values come from the caller's environment, by name. Recreating an existing container without one would
 * create a different container, so the shell stops.
 */
function environment({ env = [], unsetEnv, exists }: PrintedFlags): Flag[] {
  const flags = env.map((variable): Flag => {
    const { name } = variable;
    if ("value" in variable) return ["--env", `${name}=${variable.value}`];
    const { supplier } = variable;
    if (exists && !isShellName(supplier)) return ["--env", `${name}=VALUE-NOT-KEPT-HERE`];
    // Shells cannot export a name with a dot or a dash.
    return supplier === name && !exists
      ? ["--env", name]
      : ["--env", `${shellQuote(`${name}=`)}"\${${supplier}:?${exists ? "its value is not kept here" : ""}}"`, true];
  });
  return [...flags, ...each("--env", unsetEnv)];
}

function endpoints(spec: PrintedFlags): Flag[] {
  return [
    ...(spec.ports ?? []).map((port): Flag => ["--publish", portText(port)]),
    ...(spec.expose ?? []).map((port): Flag => ["--expose", port.replace(/\/tcp$/, "")]),
    ...flagIf(spec.publishAll, "--publish-all"),
    ...each("--link", spec.links),
    ...each("--dns", spec.dns),
    ...each("--dns-option", spec.dnsOptions),
    ...each("--dns-search", spec.dnsSearch),
    ...each("--add-host", spec.extraHosts),
  ];
}

function lifetime(spec: PrintedFlags): Flag[] {
  return [
    ...optional("--runtime", spec.runtime),
    ...optional("--log-driver", spec.logDriver),
    ...pairs("--log-opt", spec.logOptions),
    ...optional("--restart", spec.restart),
    ...flagIf(spec.autoRemove, "--rm"),
    ...optional("--stop-signal", spec.stopSignal),
    ...optional("--stop-timeout", spec.stopSeconds),
    ...health(spec),
  ];
}

function health({ health: check, healthOfImage }: PrintedFlags): Flag[] {
  if (check === undefined) return [];
  const [kind, ...words] = check.test;
  if (kind === "NONE") return [["--no-healthcheck"]];
  const time = (flag: string, nanoseconds: number | undefined) => optional(flag, nanoseconds && `${nanoseconds}ns`);
  const command = kind === "CMD" ? words.map(shellQuote).join(" ") : words.join(" ");
  return [
    ...(healthOfImage === true ? [] : [["--health-cmd", command] as const]),
    ...time("--health-interval", check.interval),
    ...time("--health-timeout", check.timeout),
    ...time("--health-start-period", check.startPeriod),
    ...time("--health-start-interval", check.startInterval),
    ...optional("--health-retries", check.retries),
  ];
}
