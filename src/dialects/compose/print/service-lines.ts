import { mountText, portText, tmpfsText, type PrintedSpec } from "../../print/printed-spec.ts";
import { seccompFile } from "../../text/seccomp-file.ts";
import { isShellName } from "../../print/shown-values.ts";
import { byteSize, decimal } from "../../text/bytes.ts";
import { below, items } from "../../text/below.ts";
import { byName } from "../../text/flag.ts";
import { writtenWord } from "../../text/word-references.ts";
import { yamlQuoted } from "../../text/yaml-text.ts";
import { blockIo, health, logging, longMount, networks, reservations } from "./nested-parts.ts";
import { doubled, itemLines, nested, optional, plain, quoted, text } from "./scalars.ts";

/**
 * The file: one service, and the volumes and networks that it names. Limits use the service's own keys (`mem_limit`, `cpus`, `pids_limit`), which
 * `docker compose` honours on a plain engine.
 * https://github.com/compose-spec/compose-spec/blob/main/05-services.md
 */
export function composeLines(service: string, spec: PrintedSpec): string[] {
  const volumes = (spec.mounts ?? []).flatMap(({ type, source }) => (type === "volume" ? (source ?? []) : []));
  const attachments = (spec.attachments ?? []).map(({ network }) => network);
  // This file does not create existing volumes and networks.
  const declared = (names: readonly string[]) =>
    [...new Set(names)].sort().map((name) => `${quoted(name)}: ${spec.exists ? "{ external: true }" : "{}"}`);
  return [
    ...below("services", below(service, serviceLines(spec))),
    ...below("volumes", declared(volumes)),
    ...below("networks", declared(attachments)),
  ];
}

function serviceLines(spec: PrintedSpec): string[] {
  return [
    `image: ${quoted(spec.image)}`,
    ...text("container_name", spec.name),
    ...map("labels", spec.labelValues),
    ...map("annotations", spec.annotations),
    ...identity(spec),
    ...confinement(spec),
    ...limits(spec),
    ...devices(spec),
    ...optional("init", spec.init === undefined ? undefined : String(spec.init)),
    ...namespaces(spec),
    ...map("sysctls", spec.sysctls),
    ...environment(spec),
    ...endpoints(spec),
    ...storage(spec),
    ...text("working_dir", spec.workingDir),
    ...words("entrypoint", spec),
    ...words("command", spec),
    ...lifetime(spec),
  ];
}

function identity(spec: PrintedSpec): string[] {
  const { user } = spec;
  return [
    ...(user === undefined ? [] : [...because(spec, "user", user), `user: ${quoted(user)}`]),
    ...list("group_add", spec.groups),
    ...text("hostname", spec.hostname),
    ...text("domainname", spec.domainname),
    ...switched("tty", spec.tty),
    ...switched("stdin_open", spec.stdin),
  ];
}

function confinement(spec: PrintedSpec): string[] {
  const { noNewPrivileges, seccomp, appArmor, labels = [] } = spec;
  const security = [
    ...(noNewPrivileges === undefined ? [] : [`no-new-privileges:${noNewPrivileges}`]),
    ...(spec.hasSeccompFile === true ? [`seccomp=./${seccompFile}`] : []),
    // Up to 2.26, Compose opens a file named `builtin`.
    ...(seccomp === undefined || seccomp === "builtin" ? [] : [quoted(`seccomp=${seccomp}`)]),
    ...(appArmor === undefined ? [] : [quoted(`apparmor=${appArmor}`)]),
    ...[...labels.map((label) => `label=${label}`), ...(spec.otherSecurity ?? [])].map(quoted),
    ...(spec.unmasked ? ["systempaths=unconfined"] : []),
  ];
  return [
    ...switched("privileged", spec.privileged),
    ...commented(
      "cap_drop",
      (spec.capDrop ?? []).map((name) => [capability(name)]),
    ),
    ...commented(
      "cap_add",
      (spec.capAdd ?? []).map((name) => [...because(spec, "capabilities", name), capability(name)]),
    ),
    ...commented(
      "security_opt",
      security.map((option) => [option]),
    ),
    ...(noNewPrivileges === undefined ? because(spec, "noNewPrivileges", "false") : []),
    ...(spec.readOnly === true ? ["read_only: true"] : because(spec, "readOnlyRootfs", "false")),
    ...commented(
      "tmpfs",
      (spec.tmpfs ?? []).map((mount) => [...because(spec, "tmpfs", mount.path), quoted(tmpfsText(mount))]),
    ),
  ];
}

/** Their names are lower-case letters of the kernel. */
function capability(name: string): string {
  return /^[A-Z][A-Z_]{2,}$/.test(name) ? name : quoted(name);
}

function limits(spec: PrintedSpec): string[] {
  const { memoryBytes, memorySwapBytes, cpus } = spec;
  const size = (key: string, bytes: number | undefined) =>
    optional(key, bytes === undefined ? undefined : byteSize(bytes));
  const reserved = reservations(spec);
  return [
    ...size("mem_limit", memoryBytes),
    ...(memoryBytes !== undefined && memoryBytes === memorySwapBytes ? ["# The same as mem_limit: no swap."] : []),
    ...size("memswap_limit", memorySwapBytes),
    ...(reserved === undefined ? size("mem_reservation", spec.memoryReservationBytes) : []),
    ...optional("mem_swappiness", spec.memorySwappiness),
    ...switched("oom_kill_disable", spec.oomKillDisable),
    ...optional("oom_score_adj", spec.oomScoreAdj),
    ...size("shm_size", spec.shmBytes),
    ...optional("cpus", cpus === undefined ? undefined : decimal(cpus)),
    ...optional("cpu_shares", spec.cpuShares),
    ...optional("cpu_period", spec.cpuPeriod),
    ...optional("cpu_quota", spec.cpuQuota),
    ...text("cpuset", spec.cpuset),
    ...nested("blkio_config", blockIo(spec)),
    ...optional("pids_limit", spec.pids),
    ...below(
      "ulimits",
      (spec.ulimits ?? []).map(({ name, soft, hard }) => `${plain(name)}: { soft: ${soft}, hard: ${hard} }`),
    ),
    ...nested("deploy", reserved && { resources: { reservations: reserved } }),
  ];
}

function devices(spec: PrintedSpec): string[] {
  return [
    ...list("devices", [
      ...(spec.devices ?? []).map(({ source, path, permissions }) => `${source}:${path}:${permissions}`),
      ...(spec.deviceRequests ?? []).flatMap(({ driver, deviceIds }) => (driver === "cdi" ? deviceIds : [])),
    ]),
    ...list("device_cgroup_rules", spec.deviceRules),
  ];
}

function namespaces(spec: PrintedSpec): string[] {
  const { attachments = [], network, exists } = spec;
  // By default, Compose would create a network for the project; an existing container's is the engine's.
  const mode = attachments.length > 0 ? undefined : (network ?? (exists ? "bridge" : undefined));
  return [
    ...optional("network_mode", mode === undefined ? undefined : plain(mode)),
    ...nested("networks", networks(spec)),
    ...text("mac_address", attachments.length > 0 ? spec.macAddress : undefined),
    ...text("pid", spec.pid),
    ...text("ipc", spec.ipc),
    ...text("uts", spec.uts),
    ...text("userns_mode", spec.userns),
    ...text("cgroup", spec.cgroup),
    ...text("cgroup_parent", spec.cgroupParent),
  ];
}

/** Supplied values are Compose variables from `.env` or the environment; without them it refuses to start. */
function environment({ env = [], unsetEnv = [] }: PrintedSpec): string[] {
  const values = env.map((variable): readonly [string, string] => {
    if ("value" in variable) return [variable.name, quoted(variable.value)];
    const { supplier } = variable;
    return [variable.name, isShellName(supplier) ? `"${required(supplier)}"` : '"VALUE-NOT-KEPT-HERE"'];
  });
  if (unsetEnv.length === 0)
    return below(
      "environment",
      values.map(([name, value]) => `${quoted(name)}: ${value}`),
    );
  // List item: a name without a value.
  return items("environment", [
    ...values.map(([name, value]) => ({ lines: [`"${quoted(`${name}=`).slice(1, -1)}${value.slice(1, -1)}"`] })),
    ...unsetEnv.map((name) => ({ lines: [quoted(name)] })),
  ]);
}

function required(name: string): string {
  return `\${${name}:?it is not kept in this file}`;
}

function endpoints(spec: PrintedSpec): string[] {
  return [
    ...list("ports", spec.ports?.map(portText)),
    ...list(
      "expose",
      spec.expose?.map((port) => port.replace(/\/tcp$/, "")),
    ),
    ...list("external_links", spec.links),
    ...list("dns", spec.dns),
    ...list("dns_opt", spec.dnsOptions),
    ...list("dns_search", spec.dnsSearch),
    ...list("extra_hosts", spec.extraHosts),
  ];
}

function storage(spec: PrintedSpec): string[] {
  return [
    ...items("volumes", [
      ...(spec.mounts ?? []).map((mount) => ({
        lines: mount.long === undefined ? [quoted(mountText(mount))] : itemLines(longMount(mount)),
      })),
      ...(spec.anonymousVolumes ?? []).map(({ path }) => ({
        why: because(spec, "anonymousVolumes", path),
        lines: [quoted(path)],
      })),
    ]),
    ...list(
      "volumes_from",
      spec.volumesFrom?.map((other) => `container:${other}`),
    ),
    ...map("storage_opt", spec.storageOpt),
  ];
}

function words(key: "entrypoint" | "command", spec: PrintedSpec): string[] {
  const { [key]: list } = spec;
  const write = { text: doubled, supplied: required };
  return list === undefined
    ? []
    : [`${key}: [${list.map((word) => yamlQuoted(writtenWord(word, spec, write))).join(", ")}]`];
}

function lifetime(spec: PrintedSpec): string[] {
  const { stopSignal, stopSeconds } = spec;
  return [
    ...text("runtime", spec.runtime),
    ...text("restart", spec.restart),
    ...optional("stop_signal", stopSignal === undefined ? undefined : plain(stopSignal)),
    ...optional("stop_grace_period", stopSeconds === undefined ? undefined : `${stopSeconds}s`),
    ...nested("healthcheck", health(spec)),
    ...nested("logging", logging(spec)),
  ];
}

function because({ reasonComments }: PrintedSpec, field: string, value: string): readonly string[] {
  return reasonComments?.(field, value) ?? [];
}

/** Each item is its comment lines, then its value. */
function commented(key: string, list: readonly (readonly string[])[]): string[] {
  return items(
    key,
    list.map((lines) => ({ why: lines.slice(0, -1), lines: lines.slice(-1) })),
  );
}

function list(key: string, values: readonly string[] = []): string[] {
  return items(
    key,
    values.map((value) => ({ lines: [quoted(value)] })),
  );
}

function map(key: string, record: Readonly<Record<string, string>> | undefined): string[] {
  return below(
    key,
    byName(record).map(([name, value]) => `${quoted(name)}: ${quoted(value)}`),
  );
}

function switched(key: string, isOn: boolean | undefined): string[] {
  return isOn === true ? [`${key}: true`] : [];
}
