import type {
  NetworkAttachment,
  RequestedMount,
  RequestedSettings,
} from "../../domain/container/requested-settings.ts";
import { ownValue } from "../../domain/own-value.ts";
import { qualifiedImage } from "../text/qualified-image.ts";
import { doubled, execWord, quadletLine, quotedWord } from "../text/quadlet-line.ts";
import { byName } from "../text/restriction-flags.ts";
import { wordSuppliers, writtenWord } from "../text/word-references.ts";
import { visible } from "../text/visible.ts";
import { givenSeccompFile, ownSeccomp, type GivenText } from "../existing/given-emitter.ts";
import { podmanArgs, quadletNotSaid } from "./existing-losses.ts";
import { keptOut, type ShownValues } from "../existing/shown-values.ts";

type Line = readonly [key: string, value: string];

/**
 * A Quadlet unit (podman-systemd.unit(5), Podman 5.4) for an equal container. Settings without a key use `PodmanArgs`.
 */
export function quadletOfGiven(settings: RequestedSettings, envValues: ShownValues): GivenText {
  const lines = [
    ...process(settings, envValues),
    ...confinement(settings),
    ...storage(settings),
    ...network(settings),
    ...health(settings),
  ];
  const extraArgs = podmanArgs(settings);
  const { entrypoint = [], command = [] } = settings;
  const words = [...entrypoint.slice(1), ...command];
  const unitWord = (word: string) => writtenWord(word, settings, { text: doubled, supplied: (name) => `\${${name}}` });
  const service = [
    ...(wordSuppliers(settings).length === 0
      ? []
      : [`EnvironmentFile=%E/containers/systemd/${visible(settings.name, 120)}.service.env`]),
    ...(settings.restart === undefined ? [] : [`Restart=${restart(settings.restart)}`]),
  ];
  const text = [
    "[Unit]",
    `Description=${visible(settings.name, 120)}`,
    "",
    "[Container]",
    ...lines.map(lineText),
    ...(extraArgs.length === 0 ? [] : [`PodmanArgs=${extraArgs.map(execWord).join(" ")}`]),
    ...(words.length === 0 ? [] : [`Exec=${words.map((word) => quotedWord(unitWord(word))).join(" ")}`]),
    "",
    ...(service.length === 0 ? [] : ["[Service]", ...service, ""]),
    "[Install]",
    "WantedBy=default.target",
    "",
  ].join("\n");
  return { text, notSaid: quadletNotSaid(settings, envValues) };
}

/** Target version: an older Podman rejects the whole unit because of a newer key. */
const version = "5.4";

/** Keys with words as values; those of other keys are literal. */
const ofWords: ReadonlySet<string> = new Set(["Annotation", "Environment", "Label", "Sysctl"]);

/** Keys that cannot express some values, with the flag that can. */
const flags: Readonly<Record<string, string>> = {
  AddHost: "add-host",
  Entrypoint: "entrypoint",
  HealthCmd: "health-cmd",
  HostName: "hostname",
  LogOpt: "log-opt",
  Mount: "mount",
  Tmpfs: "tmpfs",
  User: "user",
  Volume: "volume",
  WorkingDir: "workdir",
};

function lineText([key, value]: Line): string {
  if (ofWords.has(key)) return `${key}=${execWord(value)}`;
  const flag = ownValue(flags, key);
  return flag === undefined ? `${key}=${value}` : quadletLine(version, key, flag, value);
}

function each(key: string, values: readonly string[]): Line[] {
  return values.map((value): Line => [key, value]);
}

function optional(key: string, value: string | number | undefined): Line[] {
  return value === undefined ? [] : [[key, String(value)]];
}

function process(settings: RequestedSettings, envValues: ShownValues): Line[] {
  const shownVariables = [...envValues].flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const hiddenNames = keptOut(envValues);
  const [user, group] = (settings.user ?? "").split(":");
  return [
    ["ContainerName", settings.name],
    ["Image", qualifiedImage(settings.image)],
    ...optional("Entrypoint", settings.entrypoint?.[0]),
    ...optional("User", user === "" ? undefined : user),
    ...optional("Group", group === "" ? undefined : group),
    ...each("GroupAdd", settings.groups),
    ...optional("WorkingDir", settings.workingDir),
    ...optional("HostName", settings.hostname),
    ...shownVariables.map(([name, value]): Line => ["Environment", `${name}=${value}`]),
    // Values that may be secret are in a file that only its owner may read.
    ...(hiddenNames.length === 0 ? [] : [["EnvironmentFile", `./${settings.name}.env`] as const]),
    ...byName(settings.labelValues).map(([key, value]): Line => ["Label", `${key}=${value}`]),
    ...byName(settings.annotations).map(([key, value]): Line => ["Annotation", `${key}=${value}`]),
    ...(settings.init === undefined ? [] : [["RunInit", String(settings.init)] as const]),
    ...optional("StopSignal", settings.stopSignal),
    ...optional("StopTimeout", settings.stopSeconds),
    ...optional("LogDriver", settings.logDriver),
    ...byName(settings.logOptions).map(([key, value]): Line => ["LogOpt", `${key}=${value}`]),
  ];
}

function confinement(settings: RequestedSettings): Line[] {
  const { noNewPrivileges, seccomp, labels } = settings;
  // To Podman `builtin` is a file.
  const word = seccomp === "builtin" ? undefined : seccomp;
  const file = ownSeccomp(settings) === undefined ? word : `/etc/containers/${givenSeccompFile}`;
  const label = (name: string) =>
    labels.flatMap((option) => (option.startsWith(`${name}:`) ? [option.slice(name.length + 1)] : []));
  return [
    ...(settings.capDrop.length === 0 ? [] : [["DropCapability", settings.capDrop.join(" ").toLowerCase()] as const]),
    ...(settings.capAdd.length === 0 ? [] : [["AddCapability", settings.capAdd.join(" ")] as const]),
    ...(noNewPrivileges === true ? [["NoNewPrivileges", "true"] as const] : []),
    ...optional("SeccompProfile", file),
    ...(labels.includes("disable") ? [["SecurityLabelDisable", "true"] as const] : []),
    ...each("SecurityLabelType", label("type")),
    ...each("SecurityLabelLevel", label("level")),
    // Without the second, Podman puts writable tmpfs on /tmp, /run and /var/tmp.
    ...(settings.readOnly
      ? ([
          ["ReadOnly", "true"],
          ["ReadOnlyTmpfs", "false"],
        ] as const)
      : []),
    ...(settings.unmasked ? [["Unmask", "ALL"] as const] : []),
    ...byName(settings.sysctls).map(([key, value]): Line => ["Sysctl", `${key}=${value}`]),
    ...settings.ulimits.map(({ name, soft, hard }): Line => ["Ulimit", `${name}=${soft}:${hard}`]),
    ...optional("PidsLimit", settings.pids),
    ...optional("ShmSize", settings.shmBytes),
    ...optional("UserNS", settings.userns),
  ];
}

function storage(settings: RequestedSettings): Line[] {
  return [
    ...settings.mounts.map(mountLine),
    // Podman copies the image's files into the tmpfs by default, and Docker does not.
    ...settings.tmpfs.map(({ path, options }): Line => {
      const words = [options, settings.engine === "docker" ? "notmpcopyup" : ""].filter((one) => one !== "");
      return ["Tmpfs", words.length === 0 ? path : `${path}:${words.join(",")}`];
    }),
    ...settings.devices.map(({ source, path, permissions }): Line => ["AddDevice", `${source}:${path}:${permissions}`]),
    ...settings.deviceRequests.flatMap(({ driver, deviceIds }) =>
      driver === "cdi" ? each("AddDevice", deviceIds) : [],
    ),
  ];
}

function mountLine({ type, source, path: target, readOnly, propagation, words, long }: RequestedMount): Line {
  const options = [
    ...(long?.nonRecursive === true ? ["bind"] : []),
    ...(readOnly ? ["ro"] : []),
    ...(propagation === undefined ? [] : [propagation]),
    ...words,
  ];
  if (type !== "tmpfs" && type !== "image" && long?.subpath === undefined) {
    const path = source === undefined ? target : `${source}:${target}`;
    return ["Volume", options.length === 0 ? path : `${path}:${options.join(",")}`];
  }
  return [
    "Mount",
    [
      `type=${type}`,
      ...(source === undefined ? [] : [`source=${source}`]),
      `destination=${target}`,
      ...(readOnly ? ["ro=true"] : []),
      ...(long?.subpath === undefined ? [] : [`subpath=${long.subpath}`]),
      ...(long?.sizeBytes === undefined ? [] : [`tmpfs-size=${long.sizeBytes}`]),
      ...(long?.mode === undefined ? [] : [`tmpfs-mode=${long.mode.toString(8)}`]),
    ].join(","),
  ];
}

function network(settings: RequestedSettings): Line[] {
  const { attachments } = settings;
  const [only] = attachments;
  return [
    ...(attachments.length > 1
      ? each(
          "Network",
          attachments.map((attachment, at) => attached(attachment, at === 0 ? settings.macAddress : undefined)),
        )
      : only === undefined
        ? optional("Network", settings.network)
        : [
            ["Network", only.network] as const,
            ...each("NetworkAlias", only.aliases),
            ...optional("IP", only.ipv4),
            ...optional("IP6", only.ipv6),
          ]),
    ...settings.ports.map(({ hostIp, published = "", target, protocol }): Line => {
      const host = hostIp === undefined ? "" : `${hostIp.includes(":") ? `[${hostIp}]` : hostIp}:`;
      const ports = host === "" && published === "" ? target : `${host}${published}:${target}`;
      return ["PublishPort", protocol === "tcp" ? ports : `${ports}/${protocol}`];
    }),
    ...each("ExposeHostPort", settings.expose),
    ...each("DNS", settings.dns),
    ...each("DNSOption", settings.dnsOptions),
    ...each("DNSSearch", settings.dnsSearch),
    ...each("AddHost", settings.extraHosts),
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

function health({ health: check }: RequestedSettings): Line[] {
  if (check === undefined) return [];
  const [kind, ...words] = check.test;
  if (kind === "NONE") return [["HealthCmd", "none"]];
  const time = (nanoseconds: number | undefined) => (nanoseconds === undefined ? undefined : `${nanoseconds / 1e6}ms`);
  return [
    ["HealthCmd", kind === "CMD" ? JSON.stringify(words) : words.join(" ")],
    ...optional("HealthInterval", time(check.interval)),
    ...optional("HealthTimeout", time(check.timeout)),
    ...optional("HealthStartPeriod", time(check.startPeriod)),
    ...optional("HealthRetries", check.retries),
  ];
}

/** systemd has `always` and `on-failure`; its `always` behaves like `unless-stopped`. */
function restart(policy: string): string {
  return policy.startsWith("on-failure") ? "on-failure" : "always";
}
