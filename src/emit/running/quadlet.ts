import type { GivenAttachment, GivenMount, GivenSettings } from "../../domain/container-spec/given-settings.ts";
import { ownValue } from "../../domain/own-value.ts";
import { qualifiedImage } from "../text/qualified-image.ts";
import { doubled, execWord, quadletLine, quotedWord } from "../text/quadlet-line.ts";
import { byName } from "../text/restriction-flags.ts";
import { wordSuppliers, writtenWord } from "../text/word-references.ts";
import { visible } from "../text/visible.ts";
import { givenSeccompFile, ownSeccomp, type GivenText } from "./given-emitter.ts";
import { podmanArgs, quadletNotSaid } from "./quadlet-rest.ts";
import { keptOut, type ShownValues } from "./shown-values.ts";

type Line = readonly [key: string, value: string];

/** A Quadlet unit (podman-systemd.unit(5), Podman 5.4) that makes such a container again. What has no key of its own goes through `PodmanArgs`. */
export function quadletOfGiven(given: GivenSettings, shown: ShownValues): GivenText {
  const lines = [
    ...process(given, shown),
    ...confinement(given),
    ...storage(given),
    ...network(given),
    ...health(given),
  ];
  const others = podmanArgs(given);
  const { entrypoint = [], command = [] } = given;
  const words = [...entrypoint.slice(1), ...command];
  const written = (word: string) => writtenWord(word, given, { text: doubled, supplied: (name) => `\${${name}}` });
  const service = [
    ...(wordSuppliers(given).length === 0
      ? []
      : [`EnvironmentFile=%E/containers/systemd/${visible(given.name, 120)}.service.env`]),
    ...(given.restart === undefined ? [] : [`Restart=${restart(given.restart)}`]),
  ];
  const text = [
    "[Unit]",
    `Description=${visible(given.name, 120)}`,
    "",
    "[Container]",
    ...lines.map(lineText),
    ...(others.length === 0 ? [] : [`PodmanArgs=${others.map(execWord).join(" ")}`]),
    ...(words.length === 0 ? [] : [`Exec=${words.map((word) => quotedWord(written(word))).join(" ")}`]),
    "",
    ...(service.length === 0 ? [] : ["[Service]", ...service, ""]),
    "[Install]",
    "WantedBy=default.target",
    "",
  ].join("\n");
  return { text, notSaid: quadletNotSaid(given, shown) };
}

/** What is written for: the key of a later Podman costs an earlier one the whole unit. */
const version = "5.4";

/** Their values are words; those of other keys are what stands there. */
const ofWords: ReadonlySet<string> = new Set(["Annotation", "Environment", "Label", "Sysctl"]);

/** Keys whose values may be such that no key can say them, with the flag that can. */
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

function process(given: GivenSettings, shown: ShownValues): Line[] {
  const known = [...shown].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const kept = keptOut(shown);
  const [user, group] = (given.user ?? "").split(":");
  return [
    ["ContainerName", given.name],
    ["Image", qualifiedImage(given.image)],
    ...optional("Entrypoint", given.entrypoint?.[0]),
    ...optional("User", user === "" ? undefined : user),
    ...optional("Group", group === "" ? undefined : group),
    ...each("GroupAdd", given.groups),
    ...optional("WorkingDir", given.workingDir),
    ...optional("HostName", given.hostname),
    ...known.map(([name, value]): Line => ["Environment", `${name}=${value}`]),
    // Their values are no one else's business: they are read from a file that only its owner may read.
    ...(kept.length === 0 ? [] : [["EnvironmentFile", `./${given.name}.env`] as const]),
    ...byName(given.labels).map(([key, value]): Line => ["Label", `${key}=${value}`]),
    ...byName(given.annotations).map(([key, value]): Line => ["Annotation", `${key}=${value}`]),
    ...(given.init === undefined ? [] : [["RunInit", String(given.init)] as const]),
    ...optional("StopSignal", given.stopSignal),
    ...optional("StopTimeout", given.stopSeconds),
    ...optional("LogDriver", given.logDriver),
    ...byName(given.logOptions).map(([key, value]): Line => ["LogOpt", `${key}=${value}`]),
  ];
}

function confinement(given: GivenSettings): Line[] {
  const { noNewPrivileges, seccomp, labelOptions } = given;
  // To Podman `builtin` is a file.
  const word = seccomp === "builtin" ? undefined : seccomp;
  const file = ownSeccomp(given) === undefined ? word : `/etc/containers/${givenSeccompFile}`;
  const label = (name: string) =>
    labelOptions.flatMap((one) => (one.startsWith(`${name}:`) ? [one.slice(name.length + 1)] : []));
  return [
    ...(given.capDrop.length === 0 ? [] : [["DropCapability", given.capDrop.join(" ").toLowerCase()] as const]),
    ...(given.capAdd.length === 0 ? [] : [["AddCapability", given.capAdd.join(" ")] as const]),
    ...(noNewPrivileges === true ? [["NoNewPrivileges", "true"] as const] : []),
    ...optional("SeccompProfile", file),
    ...(labelOptions.includes("disable") ? [["SecurityLabelDisable", "true"] as const] : []),
    ...each("SecurityLabelType", label("type")),
    ...each("SecurityLabelLevel", label("level")),
    // Without the second, Podman puts writable tmpfs on /tmp, /run and /var/tmp.
    ...(given.readOnly
      ? ([
          ["ReadOnly", "true"],
          ["ReadOnlyTmpfs", "false"],
        ] as const)
      : []),
    ...(given.unmasked ? [["Unmask", "ALL"] as const] : []),
    ...byName(given.sysctls).map(([key, value]): Line => ["Sysctl", `${key}=${value}`]),
    ...given.ulimits.map(({ name, soft, hard }): Line => ["Ulimit", `${name}=${soft}:${hard}`]),
    ...optional("PidsLimit", given.pids),
    ...optional("ShmSize", given.shmSize),
    ...optional("UserNS", given.userns),
  ];
}

function storage(given: GivenSettings): Line[] {
  return [
    ...given.mounts.map(mountLine),
    // Podman copies what the image has there into the tmpfs unless it is told not to, and Docker does not.
    ...given.tmpfs.map(({ path, options }): Line => {
      const words = [options, given.engine === "docker" ? "notmpcopyup" : ""].filter((one) => one !== "");
      return ["Tmpfs", words.length === 0 ? path : `${path}:${words.join(",")}`];
    }),
    ...given.devices.map(({ host, container, permissions }): Line => [
      "AddDevice",
      `${host}:${container}:${permissions}`,
    ]),
    ...given.deviceRequests.flatMap(({ driver, deviceIds }) => (driver === "cdi" ? each("AddDevice", deviceIds) : [])),
  ];
}

function mountLine({ type, source, target, readOnly, propagation, words, long }: GivenMount): Line {
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

function network(given: GivenSettings): Line[] {
  const { attachments } = given;
  const [only] = attachments;
  return [
    ...(attachments.length > 1
      ? each(
          "Network",
          attachments.map((one, at) => attached(one, at === 0 ? given.macAddress : undefined)),
        )
      : only === undefined
        ? optional("Network", given.network)
        : [
            ["Network", only.network] as const,
            ...each("NetworkAlias", only.aliases),
            ...optional("IP", only.ipv4),
            ...optional("IP6", only.ipv6),
          ]),
    ...given.ports.map(({ hostIp, published = "", target, protocol }): Line => {
      const host = hostIp === undefined ? "" : `${hostIp.includes(":") ? `[${hostIp}]` : hostIp}:`;
      const ports = host === "" && published === "" ? target : `${host}${published}:${target}`;
      return ["PublishPort", protocol === "tcp" ? ports : `${ports}/${protocol}`];
    }),
    ...each("ExposeHostPort", given.expose),
    ...each("DNS", given.dns),
    ...each("DNSOption", given.dnsOptions),
    ...each("DNSSearch", given.dnsSearch),
    ...each("AddHost", given.extraHosts),
  ];
}

/** Of several networks each says what it has in its own words: podman refuses `--ip` and shares `--network-alias` then. */
function attached({ network: name, aliases, ipv4, ipv6 }: GivenAttachment, mac: string | undefined): string {
  const options = [
    ...(ipv4 === undefined ? [] : [`ip=${ipv4}`]),
    ...(ipv6 === undefined ? [] : [`ip6=${ipv6}`]),
    ...(mac === undefined ? [] : [`mac=${mac}`]),
    ...aliases.map((alias) => `alias=${alias}`),
  ];
  return options.length === 0 ? name : `${name}:${options.join(",")}`;
}

function health({ health: check }: GivenSettings): Line[] {
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

/** systemd has `always` and `on-failure`, and `unless-stopped` is what it does with `always`. */
function restart(policy: string): string {
  return policy.startsWith("on-failure") ? "on-failure" : "always";
}
