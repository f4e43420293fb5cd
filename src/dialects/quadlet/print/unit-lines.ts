import type { NetworkAttachment, RequestedMount } from "../../../domain/container/requested-settings.ts";
import { mountText, portText, tmpfsText, type PrintedSpec } from "../../print/printed-spec.ts";
import { byteSize, decimal } from "../../text/bytes.ts";
import { byName } from "../../text/flag.ts";
import { execWord, quadletLine } from "../../text/quadlet-line.ts";
import { wordSuppliers } from "../../text/word-references.ts";
import { commandLines } from "./command-lines.ts";
import { podmanArgs } from "./podman-args.ts";

/** Directories of system and user units. */
const folder = "%E/containers/systemd";
/** DefaultTimeoutStopSec=, systemd-system.conf(5). */
const systemdSeconds = 90;

/** Files next to a unit of this name: the seccomp profile, values of variables, and values of words in its command. */
export function filesBeside(name: string): { readonly seccomp: string; readonly env: string; readonly words: string } {
  return { seccomp: `${name}.seccomp.json`, env: `${name}.env`, words: `${name}.service.env` };
}

/**
 * A `.container` unit for this version of Podman: supported keys, and flags of `podman run` for the rest. An unknown
 * key invalidates the whole unit. podman-systemd.unit(5)
 */
export function unitLines(name: string, spec: PrintedSpec, version: string): string[] {
  const files = filesBeside(name);
  const { restart, stopSeconds = 0, ends } = spec;
  const service = [
    // systemd substitutes these in the command line, not in the container's environment.
    ...(wordSuppliers(spec).length > 0 ? [`EnvironmentFile=${folder}/${files.words}`] : []),
    ...(ends ? ["Type=oneshot"] : []),
    // The engine's own timeout must end first.
    ...(stopSeconds > systemdSeconds - 10 ? [`TimeoutStopSec=${stopSeconds + 10}`] : []),
    // systemd has `always` and `on-failure`; its `always` behaves like `unless-stopped`.
    ...(restart === undefined ? [] : [`Restart=${restart.startsWith("on-failure") ? "on-failure" : "always"}`]),
  ];
  return [
    "[Unit]",
    `Description=${name}`,
    "",
    "[Container]",
    ...containerLines(spec, version, files),
    ...(service.length > 0 ? ["", "[Service]", ...service] : []),
    ...(ends ? [] : ["", "[Install]", "WantedBy=multi-user.target default.target"]),
  ];
}

function containerLines(spec: PrintedSpec, version: string, files: ReturnType<typeof filesBeside>): string[] {
  const line: Line = (key, flag, value) =>
    value === undefined ? [] : [quadletLine(version, key, flag, String(value))];
  const each: Lines = (key, flag, values = []) => values.map((value) => quadletLine(version, key, flag, value));
  return [
    ...line("ContainerName", "name", spec.name),
    `Image=${unitImage(spec.image)}`,
    ...identity(spec, line, each),
    ...confinement(spec, line, files.seccomp),
    ...(spec.tmpfs ?? []).flatMap((mount) => line("Tmpfs", "tmpfs", tmpfsText(mount))),
    ...limits(spec, version, line),
    ...network(spec, line, each),
    ...byName(spec.sysctls).map(([name, value]) => listLine(version, "Sysctl", "sysctl", `${name}=${value}`)),
    ...environment(spec, files.env),
    ...each("PublishPort", "publish", spec.ports?.map(portText)),
    ...each("ExposeHostPort", "expose", spec.expose),
    ...(spec.mounts ?? []).flatMap((mount) => mountLines(mount, line)),
    ...each(
      "Volume",
      "volume",
      spec.anonymousVolumes?.map(({ path }) => path),
    ),
    ...line("WorkingDir", "workdir", spec.workingDir),
    ...line("StopSignal", "stop-signal", spec.stopSignal),
    ...line("StopTimeout", "stop-timeout", spec.stopSeconds),
    ...line("LogDriver", "log-driver", spec.logDriver),
    ...each("LogOpt", "log-opt", pairs(spec.logOptions)),
    ...health(spec, line),
    ...podmanArgs(spec).map((arg) => `PodmanArgs=${execWord(arg)}`),
    ...commandLines(spec, version),
  ];
}

/** Setting by the key of a unit, or by the flag. */
type Line = (key: string, flag: string, value: string | number | undefined) => string[];
type Lines = (key: string, flag: string, values: readonly string[] | undefined) => string[];

function pairs(record: Readonly<Record<string, string>> | undefined): string[] {
  return byName(record).map(([key, value]) => `${key}=${value}`);
}

/** Not parsed as the name of another unit. */
function unitImage(image: string): string {
  return /\.(?:image|build)$/.test(image) ? `${image}:latest` : image;
}

function identity(spec: PrintedSpec, line: Line, each: Lines): string[] {
  const [user, group] = (spec.user ?? "").split(":");
  return [
    ...line("User", "user", user || undefined),
    ...(group ? [`Group=${group}`] : []),
    ...each("GroupAdd", "group-add", spec.groups),
    ...line("HostName", "hostname", spec.hostname),
    ...pairs(spec.labelValues).map((pair) => `Label=${execWord(pair)}`),
    ...pairs(spec.annotations).map((pair) => `Annotation=${execWord(pair)}`),
  ];
}

function confinement(spec: PrintedSpec, line: Line, seccompFile: string): string[] {
  const { capDrop = [], capAdd = [], labels = [], seccomp } = spec;
  const label = (name: string) =>
    labels.flatMap((option) => (option.startsWith(`${name}:`) ? [option.slice(name.length + 1)] : []));
  return [
    ...(capDrop.length === 0 ? [] : [`DropCapability=${capDrop.join(" ").toLowerCase()}`]),
    ...(capAdd.length === 0 ? [] : [`AddCapability=${capAdd.join(" ")}`]),
    // A specifier of systemd: /etc of the system, ~/.config of a user.
    ...(spec.hasSeccompFile === true ? [`SeccompProfile=${folder}/${seccompFile}`] : []),
    // Podman reads `builtin` as a file name.
    ...(seccomp === undefined || seccomp === "builtin" ? [] : [`SeccompProfile=${seccomp}`]),
    ...(labels.includes("disable") ? ["SecurityLabelDisable=true"] : []),
    ...label("type").map((type) => `SecurityLabelType=${type}`),
    ...label("level").map((level) => `SecurityLabelLevel=${level}`),
    ...(spec.noNewPrivileges === true ? ["NoNewPrivileges=true"] : []),
    ...(spec.readOnly === true ? ["ReadOnly=true"] : []),
    // Otherwise Podman puts writable tmpfs on /tmp, /run and /var/tmp.
    ...(spec.withoutOwnTmpfs === true ? ["ReadOnlyTmpfs=false"] : []),
    ...(spec.unmasked ? ["Unmask=ALL"] : []),
    ...line("UserNS", "userns", spec.userns),
  ];
}

function limits(spec: PrintedSpec, version: string, line: Line): string[] {
  const { memoryBytes, memorySwapBytes, shmBytes, cpus, init } = spec;
  const arg = (text: string) => `PodmanArgs=${text}`;
  const device = (text: string) => listLine(version, "AddDevice", "device", text);
  return [
    ...line("Memory", "memory", memoryBytes === undefined ? undefined : byteSize(memoryBytes)),
    // There is no key for swap and CPUs.
    ...(memorySwapBytes === undefined ? [] : [arg(`--memory-swap=${byteSize(memorySwapBytes)}`)]),
    ...line("ShmSize", "shm-size", shmBytes === undefined ? undefined : byteSize(shmBytes)),
    ...(cpus === undefined ? [] : [arg(`--cpus=${decimal(cpus)}`)]),
    ...line("PidsLimit", "pids-limit", spec.pids),
    ...(spec.ulimits ?? []).flatMap(({ name, soft, hard }) => line("Ulimit", "ulimit", `${name}=${soft}:${hard}`)),
    ...(spec.devices ?? []).map(({ source, path, permissions }) => device(`${source}:${path}:${permissions}`)),
    ...(spec.deviceRequests ?? []).flatMap(({ driver, deviceIds }) => (driver === "cdi" ? deviceIds.map(device) : [])),
    ...(init === undefined ? [] : [`RunInit=${init}`]),
  ];
}

/** A key whose value is split at blanks and supports quotes, but no escapes. */
function listLine(version: string, key: string, flag: string, value: string): string {
  return quadletLine(version, /[\s"'\\]/.test(value) ? "" : key, flag, value);
}

/** Values that may be secret are in a separate file, and Podman refuses to start without it. */
function environment({ env = [] }: PrintedSpec, file: string): string[] {
  return [
    ...env.flatMap((variable) =>
      "value" in variable ? [`Environment=${execWord(`${variable.name}=${variable.value}`)}`] : [],
    ),
    ...(env.some((variable) => "supplier" in variable) ? [`EnvironmentFile=./${file}`] : []),
  ];
}

function mountLines(mount: RequestedMount, line: Line): string[] {
  const { type, source, path, readOnly, long } = mount;
  if (type !== "tmpfs" && type !== "image" && long?.subpath === undefined)
    return line("Volume", "volume", mountText(mount, long?.nonRecursive === true ? ["bind"] : []));
  const parts = [
    `type=${type}`,
    ...(source === undefined ? [] : [`source=${source}`]),
    `destination=${path}`,
    ...(readOnly ? ["ro=true"] : []),
    ...(long?.subpath === undefined ? [] : [`subpath=${long.subpath}`]),
    ...(long?.sizeBytes === undefined ? [] : [`tmpfs-size=${long.sizeBytes}`]),
    ...(long?.mode === undefined ? [] : [`tmpfs-mode=${long.mode.toString(8)}`]),
  ];
  return line("Mount", "mount", parts.join(","));
}

function network(spec: PrintedSpec, line: Line, each: Lines): string[] {
  const { attachments = [], macAddress } = spec;
  const [only] = attachments;
  return [
    ...(only === undefined
      ? line("Network", "network", spec.network)
      : attachments.length > 1
        ? attachments.flatMap((attachment, at) =>
            line("Network", "network", attached(attachment, at === 0 ? macAddress : undefined)),
          )
        : [
            ...line("Network", "network", only.network),
            ...each("NetworkAlias", "network-alias", only.aliases),
            ...line("IP", "ip", only.ipv4),
            ...line("IP6", "ip6", only.ipv6),
          ]),
    ...each("DNS", "dns", spec.dns),
    ...each("DNSOption", "dns-option", spec.dnsOptions),
    ...each("DNSSearch", "dns-search", spec.dnsSearch),
    ...each("AddHost", "add-host", spec.extraHosts),
  ];
}

/** With several networks, each has separate options: podman refuses `--ip` and shares `--network-alias` then. */
function attached({ network: name, aliases, ipv4, ipv6 }: NetworkAttachment, mac: string | undefined): string {
  const options = [
    ...(ipv4 === undefined ? [] : [`ip=${ipv4}`]),
    ...(ipv6 === undefined ? [] : [`ip6=${ipv6}`]),
    ...(mac === undefined ? [] : [`mac=${mac}`]),
    ...aliases.map((alias) => `alias=${alias}`),
  ];
  return options.length === 0 ? name : `${name}:${options.join(",")}`;
}

function health({ health: check }: PrintedSpec, line: Line): string[] {
  if (check === undefined) return [];
  const [kind, ...words] = check.test;
  if (kind === "NONE") return ["HealthCmd=none"];
  const time = (nanoseconds: number | undefined) => (nanoseconds === undefined ? undefined : `${nanoseconds / 1e6}ms`);
  return [
    ...line("HealthCmd", "health-cmd", kind === "CMD" ? JSON.stringify(words) : words.join(" ")),
    ...line("HealthInterval", "health-interval", time(check.interval)),
    ...line("HealthTimeout", "health-timeout", time(check.timeout)),
    ...line("HealthStartPeriod", "health-start-period", time(check.startPeriod)),
    ...line("HealthRetries", "health-retries", check.retries),
  ];
}
