import type { NetworkAttachment, RequestedSettings } from "../../domain/container/requested-settings.ts";
import { flagText } from "../text/env-flags.ts";
import { byName, type Flag } from "../text/restriction-flags.ts";
import { shellQuote } from "../text/shell-quote.ts";
import { shellWord } from "../text/word-references.ts";
import { deviceFlags, diskFlags, mountFlags, tmpfsOptionLosses } from "./existing-mounts.ts";
import {
  lossIf,
  ownSeccomp,
  seccompFile,
  unsetVariables,
  type PrintedContainer,
} from "../existing/existing-printer.ts";
import type { FieldLoss } from "../losses/every-field.ts";
import { isShellName, keptOut, type ShownValues } from "../existing/shown-values.ts";

/** A `docker run` line that makes such a container again, one flag a line, for a POSIX shell. A list of system calls is written into a file first. */
export function printRunLine(settings: RequestedSettings, envValues: ShownValues): PrintedContainer {
  const { entrypoint, command = [], image } = settings;
  const seccomp = ownSeccomp(settings);
  const flags = [
    ...identity(settings),
    ...privileges(settings),
    ...storage(settings),
    ...network(settings),
    ...limits(settings),
  ];
  const words = [
    ...flags,
    ...environment(envValues),
    ...each("--env", settings.unsetEnv),
    ...lifetime(settings),
    ...(entrypoint === undefined ? [] : [["--entrypoint", shellWord(entrypoint[0] ?? "", settings), true] as const]),
  ].map(flagText);
  const argumentWords = [...(entrypoint ?? []).slice(1), ...command].map((word) => shellWord(word, settings));
  const program = [shellQuote(image), ...argumentWords].join(" ");
  const file =
    seccomp === undefined ? [] : [`cat > ${seccompFile} <<'END-OF-SECCOMP'`, oneLine(seccomp), "END-OF-SECCOMP"];
  return {
    text: [...file, ["docker run", ...words, program].join(" \\\n  "), ""].join("\n"),
    losses: losses(settings, envValues),
  };
}

function oneLine(json: string): string {
  return JSON.stringify(JSON.parse(json));
}

function optional(flag: string, value: string | number | undefined): Flag[] {
  return value === undefined ? [] : [[flag, String(value)]];
}

function each(flag: string, values: readonly string[]): Flag[] {
  return values.map((value): Flag => [flag, value]);
}

function pairs(flag: string, map: Readonly<Record<string, string>>): Flag[] {
  return byName(map).map(([key, value]): Flag => [flag, value === "" ? key : `${key}=${value}`]);
}

function identity(settings: RequestedSettings): Flag[] {
  return [
    ["--detach"],
    ["--name", settings.name],
    ...byName(settings.labelValues).flatMap(([key, value]): Flag[] =>
      /\s/.test(key) ? [] : [["--label", `${key}=${value}`]],
    ),
    ...byName(settings.annotations).map(([key, value]): Flag => ["--annotation", `${key}=${value}`]),
    ...optional("--user", settings.user),
    ...each("--group-add", settings.groups),
    ...optional("--workdir", settings.workingDir),
    ...optional("--hostname", settings.hostname),
    ...optional("--domainname", settings.domainname),
    ...(settings.tty ? [["--tty"] as const] : []),
    ...(settings.stdin ? [["--interactive"] as const] : []),
  ];
}

function privileges(settings: RequestedSettings): Flag[] {
  const { noNewPrivileges, seccomp, appArmor } = settings;
  const file = ownSeccomp(settings) === undefined ? seccomp : seccompFile;
  return [
    ...(settings.privileged ? [["--privileged"] as const] : []),
    ...each("--cap-drop", settings.capDrop),
    ...each("--cap-add", settings.capAdd),
    ...(noNewPrivileges === undefined
      ? []
      : [["--security-opt", noNewPrivileges ? "no-new-privileges" : "no-new-privileges=false"] as const]),
    ...optional("--security-opt", file && `seccomp=${file}`),
    ...optional("--security-opt", appArmor && `apparmor=${appArmor}`),
    ...each(
      "--security-opt",
      settings.labels.map((label) => `label=${label}`),
    ),
    ...each("--security-opt", settings.otherSecurity),
    ...(settings.unmasked ? [["--security-opt", "systempaths=unconfined"] as const] : []),
    ...(settings.readOnly ? [["--read-only"] as const] : []),
    ...(settings.init === undefined ? [] : [[settings.init ? "--init" : "--init=false"] as const]),
  ];
}

function storage(settings: RequestedSettings): Flag[] {
  return [
    ...settings.mounts.map(mountFlags),
    ...settings.tmpfs.map(({ path, options }): Flag => ["--tmpfs", options === "" ? path : `${path}:${options}`]),
    ...each("--volumes-from", settings.volumesFrom),
    ...deviceFlags(settings),
    ...pairs("--storage-opt", settings.storageOpt),
  ];
}

function network(settings: RequestedSettings): Flag[] {
  const { attachments } = settings;
  const [only, ...others] = attachments;
  const simple = only !== undefined && others.length === 0 && Object.keys(only.driverOptions).length === 0;
  return [
    ...(attachments.length === 0
      ? optional("--network", settings.network)
      : simple
        ? [
            ["--network", only.network] as const,
            ...each("--network-alias", only.aliases),
            ...optional("--ip", only.ipv4),
            ...optional("--ip6", only.ipv6),
            ...each("--link-local-ip", only.linkLocal),
          ]
        : attachments.map((attachment): Flag => ["--network", attached(attachment)])),
    ...optional("--mac-address", settings.macAddress),
    ...settings.ports.map(({ hostIp, published = "", target, protocol }): Flag => {
      const host = hostIp === undefined ? "" : `${hostIp.includes(":") ? `[${hostIp}]` : hostIp}:`;
      const ports = host === "" && published === "" ? target : `${host}${published}:${target}`;
      return ["--publish", protocol === "tcp" ? ports : `${ports}/${protocol}`];
    }),
    ...each(
      "--expose",
      settings.expose.map((port) => port.replace(/\/tcp$/, "")),
    ),
    ...(settings.publishAll ? [["--publish-all"] as const] : []),
    ...each("--link", settings.links),
    ...each("--dns", settings.dns),
    ...each("--dns-option", settings.dnsOptions),
    ...each("--dns-search", settings.dnsSearch),
    ...each("--add-host", settings.extraHosts),
    ...optional("--pid", settings.pid),
    ...optional("--ipc", settings.ipc),
    ...optional("--uts", settings.uts),
    ...optional("--userns", settings.userns),
    ...optional("--cgroupns", settings.cgroup),
    ...optional("--cgroup-parent", settings.cgroupParent),
    ...pairs("--sysctl", settings.sysctls),
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

function limits(settings: RequestedSettings): Flag[] {
  return [
    ...optional("--memory", settings.memoryBytes),
    ...optional("--memory-swap", settings.memorySwapBytes),
    ...optional("--memory-reservation", settings.memoryReservationBytes),
    ...optional("--memory-swappiness", settings.memorySwappiness),
    ...(settings.oomKillDisable ? [["--oom-kill-disable"] as const] : []),
    ...optional("--oom-score-adj", settings.oomScoreAdj),
    ...optional("--shm-size", settings.shmBytes),
    ...optional("--cpus", settings.cpus),
    ...optional("--cpu-shares", settings.cpuShares),
    ...optional("--cpu-period", settings.cpuPeriod),
    ...optional("--cpu-quota", settings.cpuQuota),
    ...optional("--cpuset-cpus", settings.cpuset),
    ...optional("--cpuset-mems", settings.cpusetMems),
    ...optional("--blkio-weight", settings.blkioWeight),
    ...settings.blkioDevices.map(({ what, path, rate }): Flag => [diskFlags[what], `${path}:${rate}`]),
    ...optional("--pids-limit", settings.pids),
    ...settings.ulimits.map(({ name, soft, hard }): Flag => ["--ulimit", `${name}=${soft}:${hard}`]),
  ];
}

function lifetime(settings: RequestedSettings): Flag[] {
  const { health } = settings;
  const seconds = (flag: string, time: number | undefined) => optional(flag, time && `${time}ns`);
  return [
    ...optional("--runtime", settings.runtime),
    ...optional("--log-driver", settings.logDriver),
    ...pairs("--log-opt", settings.logOptions),
    ...optional("--restart", settings.restart),
    ...(settings.autoRemove ? [["--rm"] as const] : []),
    ...optional("--stop-signal", settings.stopSignal),
    ...optional("--stop-timeout", settings.stopSeconds),
    ...(health === undefined
      ? []
      : health.test[0] === "NONE"
        ? [["--no-healthcheck"] as const]
        : [
            ...(settings.healthOfImage === true ? [] : [["--health-cmd", healthCommand(health.test)] as const]),
            ...seconds("--health-interval", health.interval),
            ...seconds("--health-timeout", health.timeout),
            ...seconds("--health-start-period", health.startPeriod),
            ...seconds("--health-start-interval", health.startInterval),
            ...optional("--health-retries", health.retries),
          ]),
  ];
}

function healthCommand([kind, ...words]: readonly string[]): string {
  return kind === "CMD" ? words.map(shellQuote).join(" ") : words.join(" ");
}

/** Hidden values come from the caller's environment; the shell stops if one is missing. */
function environment(envValues: ShownValues): Flag[] {
  return [...envValues].map(([name, value]): Flag => {
    if (value !== undefined) return ["--env", `${name}=${value}`];
    return isShellName(name)
      ? ["--env", `${name}="\${${name}:?its value is not kept here}"`, true]
      : ["--env", `${name}=VALUE-NOT-KEPT-HERE`];
  });
}

function losses(settings: RequestedSettings, envValues: ShownValues): FieldLoss[] {
  const { health, entrypoint = [] } = settings;
  const hiddenNames = keptOut(envValues);
  const spaced = Object.keys(settings.labelValues).filter((key) => /\s/.test(key));
  return [
    ...unsetVariables(
      settings,
      "moved",
      "`--env NAME` takes the value from the environment of whoever runs this, and removes the variable only where it is not set there",
    ),
    ...lossIf(
      spaced.length > 0,
      "dropped",
      "labels-with-blanks",
      `labels ${spaced.map((key) => JSON.stringify(key)).join(", ")}`,
      "docker refuses a label with a blank in its name; the API takes it",
    ),
    ...lossIf(
      hiddenNames.length > 0,
      "moved",
      "env-values",
      `values of ${hiddenNames.join(", ")}`,
      "they are taken from the environment of whoever runs this; --show-values prints them",
    ),
    ...lossIf(
      health?.test[0] === "CMD" && settings.healthOfImage !== true,
      "differs",
      "health-check-without-a-shell",
      "health check without a shell",
      "`--health-cmd` runs its words with the image's shell",
    ),
    ...lossIf(
      entrypoint.length > 1,
      "differs",
      "entry-point-of-several-words",
      "entry point of several words",
      "`--entrypoint` takes one word; the others stand before the command, which runs the same program",
    ),
    ...tmpfsOptionLosses(settings),
  ];
}
