import type { GivenAttachment, GivenSettings } from "../../domain/container-spec/given-settings.ts";
import { flagText } from "../text/env-flags.ts";
import { byName, type Flag } from "../text/restriction-flags.ts";
import { shellQuote } from "../text/shell-quote.ts";
import { shellWord } from "../text/word-references.ts";
import { deviceFlags, diskFlags, mountFlags, tmpfsOptionsNotSaid } from "./docker-mounts.ts";
import { givenSeccompFile, ownSeccomp, unsetNotSaid, type GivenText, type NotSaid } from "./given-emitter.ts";
import { isShellName, keptOut, type ShownValues } from "./shown-values.ts";

/** A `docker run` line that makes such a container again, one flag a line, for a POSIX shell. A list of system calls is written into a file first. */
export function runOfGiven(given: GivenSettings, shown: ShownValues): GivenText {
  const { entrypoint, command = [], image } = given;
  const seccomp = ownSeccomp(given);
  const flags = [...identity(given), ...privileges(given), ...storage(given), ...network(given), ...limits(given)];
  const words = [
    ...flags,
    ...environment(shown),
    ...each("--env", given.unsetEnv),
    ...lifetime(given),
    ...(entrypoint === undefined ? [] : [["--entrypoint", shellWord(entrypoint[0] ?? "", given), true] as const]),
  ].map(flagText);
  const rest = [...(entrypoint ?? []).slice(1), ...command].map((word) => shellWord(word, given));
  const program = [shellQuote(image), ...rest].join(" ");
  const file =
    seccomp === undefined ? [] : [`cat > ${givenSeccompFile} <<'END-OF-SECCOMP'`, oneLine(seccomp), "END-OF-SECCOMP"];
  return {
    text: [...file, ["docker run", ...words, program].join(" \\\n  "), ""].join("\n"),
    notSaid: notSaid(given, shown),
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

function identity(given: GivenSettings): Flag[] {
  return [
    ["--detach"],
    ["--name", given.name],
    ...byName(given.labels).flatMap(([key, value]): Flag[] => (/\s/.test(key) ? [] : [["--label", `${key}=${value}`]])),
    ...byName(given.annotations).map(([key, value]): Flag => ["--annotation", `${key}=${value}`]),
    ...optional("--user", given.user),
    ...each("--group-add", given.groups),
    ...optional("--workdir", given.workingDir),
    ...optional("--hostname", given.hostname),
    ...optional("--domainname", given.domainname),
    ...(given.tty ? [["--tty"] as const] : []),
    ...(given.stdin ? [["--interactive"] as const] : []),
  ];
}

function privileges(given: GivenSettings): Flag[] {
  const { noNewPrivileges, seccomp, appArmor } = given;
  const file = ownSeccomp(given) === undefined ? seccomp : givenSeccompFile;
  return [
    ...(given.privileged ? [["--privileged"] as const] : []),
    ...each("--cap-drop", given.capDrop),
    ...each("--cap-add", given.capAdd),
    ...(noNewPrivileges === undefined
      ? []
      : [["--security-opt", noNewPrivileges ? "no-new-privileges" : "no-new-privileges=false"] as const]),
    ...optional("--security-opt", file && `seccomp=${file}`),
    ...optional("--security-opt", appArmor && `apparmor=${appArmor}`),
    ...each(
      "--security-opt",
      given.labelOptions.map((label) => `label=${label}`),
    ),
    ...each("--security-opt", given.otherSecurity),
    ...(given.unmasked ? [["--security-opt", "systempaths=unconfined"] as const] : []),
    ...(given.readOnly ? [["--read-only"] as const] : []),
    ...(given.init === undefined ? [] : [[given.init ? "--init" : "--init=false"] as const]),
  ];
}

function storage(given: GivenSettings): Flag[] {
  return [
    ...given.mounts.map(mountFlags),
    ...given.tmpfs.map(({ path, options }): Flag => ["--tmpfs", options === "" ? path : `${path}:${options}`]),
    ...each("--volumes-from", given.volumesFrom),
    ...deviceFlags(given),
    ...pairs("--storage-opt", given.storageOpt),
  ];
}

function network(given: GivenSettings): Flag[] {
  const { attachments } = given;
  const [only, ...others] = attachments;
  const simple = only !== undefined && others.length === 0 && Object.keys(only.driverOptions).length === 0;
  return [
    ...(attachments.length === 0
      ? optional("--network", given.network)
      : simple
        ? [
            ["--network", only.network] as const,
            ...each("--network-alias", only.aliases),
            ...optional("--ip", only.ipv4),
            ...optional("--ip6", only.ipv6),
            ...each("--link-local-ip", only.linkLocal),
          ]
        : attachments.map((one): Flag => ["--network", attached(one)])),
    ...optional("--mac-address", given.macAddress),
    ...given.ports.map(({ hostIp, published = "", target, protocol }): Flag => {
      const host = hostIp === undefined ? "" : `${hostIp.includes(":") ? `[${hostIp}]` : hostIp}:`;
      const ports = host === "" && published === "" ? target : `${host}${published}:${target}`;
      return ["--publish", protocol === "tcp" ? ports : `${ports}/${protocol}`];
    }),
    ...each(
      "--expose",
      given.expose.map((port) => port.replace(/\/tcp$/, "")),
    ),
    ...(given.publishAll ? [["--publish-all"] as const] : []),
    ...each("--link", given.links),
    ...each("--dns", given.dns),
    ...each("--dns-option", given.dnsOptions),
    ...each("--dns-search", given.dnsSearch),
    ...each("--add-host", given.extraHosts),
    ...optional("--pid", given.pid),
    ...optional("--ipc", given.ipc),
    ...optional("--uts", given.uts),
    ...optional("--userns", given.userns),
    ...optional("--cgroupns", given.cgroupns),
    ...optional("--cgroup-parent", given.cgroupParent),
    ...pairs("--sysctl", given.sysctls),
  ];
}

/** The long form takes several networks with what each of them needs (Docker 25 and later). */
function attached({ network: name, aliases, ipv4, ipv6, linkLocal, driverOptions }: GivenAttachment): string {
  return [
    `name=${name}`,
    ...aliases.map((alias) => `alias=${alias}`),
    ...(ipv4 === undefined ? [] : [`ip=${ipv4}`]),
    ...(ipv6 === undefined ? [] : [`ip6=${ipv6}`]),
    ...linkLocal.map((address) => `link-local-ip=${address}`),
    ...byName(driverOptions).map(([key, value]) => `driver-opt=${key}=${value}`),
  ].join(",");
}

function limits(given: GivenSettings): Flag[] {
  return [
    ...optional("--memory", given.memory),
    ...optional("--memory-swap", given.memorySwap),
    ...optional("--memory-reservation", given.memoryReservation),
    ...optional("--memory-swappiness", given.memorySwappiness),
    ...(given.oomKillDisable ? [["--oom-kill-disable"] as const] : []),
    ...optional("--oom-score-adj", given.oomScoreAdj),
    ...optional("--shm-size", given.shmSize),
    ...optional("--cpus", given.cpus),
    ...optional("--cpu-shares", given.cpuShares),
    ...optional("--cpu-period", given.cpuPeriod),
    ...optional("--cpu-quota", given.cpuQuota),
    ...optional("--cpuset-cpus", given.cpusetCpus),
    ...optional("--cpuset-mems", given.cpusetMems),
    ...optional("--blkio-weight", given.blkioWeight),
    ...given.blkioDevices.map(({ what, path, rate }): Flag => [diskFlags[what], `${path}:${rate}`]),
    ...optional("--pids-limit", given.pids),
    ...given.ulimits.map(({ name, soft, hard }): Flag => ["--ulimit", `${name}=${soft}:${hard}`]),
  ];
}

function lifetime(given: GivenSettings): Flag[] {
  const { health } = given;
  const seconds = (flag: string, time: number | undefined) => optional(flag, time && `${time}ns`);
  return [
    ...optional("--runtime", given.runtime),
    ...optional("--log-driver", given.logDriver),
    ...pairs("--log-opt", given.logOptions),
    ...optional("--restart", given.restart),
    ...(given.autoRemove ? [["--rm"] as const] : []),
    ...optional("--stop-signal", given.stopSignal),
    ...optional("--stop-timeout", given.stopSeconds),
    ...(health === undefined
      ? []
      : health.test[0] === "NONE"
        ? [["--no-healthcheck"] as const]
        : [
            ...(given.healthOfImage === true ? [] : [["--health-cmd", healthCommand(health.test)] as const]),
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

/** What is kept out is taken from whoever calls, and the shell refuses to go on without it. */
function environment(shown: ShownValues): Flag[] {
  return [...shown].map(([name, value]): Flag => {
    if (value !== undefined) return ["--env", `${name}=${value}`];
    return isShellName(name)
      ? ["--env", `${name}="\${${name}:?its value is not kept here}"`, true]
      : ["--env", `${name}=VALUE-NOT-KEPT-HERE`];
  });
}

function notSaid(given: GivenSettings, shown: ShownValues): NotSaid[] {
  const { health, entrypoint = [] } = given;
  const kept = keptOut(shown);
  const spaced = Object.keys(given.labels).filter((key) => /\s/.test(key));
  return [
    ...unsetNotSaid(
      given,
      "moved",
      "`--env NAME` takes the value from the environment of whoever runs this, and removes the variable only where it is not set there",
    ),
    ...(spaced.length > 0
      ? [
          {
            kind: "dropped" as const,
            code: "labels-with-blanks",
            what: `labels ${spaced.map((key) => JSON.stringify(key)).join(", ")}`,
            why: "docker refuses a label with a blank in its name; the API takes it",
          },
        ]
      : []),
    ...(kept.length > 0
      ? [
          {
            kind: "moved" as const,
            code: "env-values",
            what: `values of ${kept.join(", ")}`,
            why: "they are taken from the environment of whoever runs this; --show-values prints them",
          },
        ]
      : []),
    ...(health?.test[0] === "CMD" && given.healthOfImage !== true
      ? [
          {
            kind: "differs" as const,
            code: "health-check-without-a-shell",
            what: "health check without a shell",
            why: "`--health-cmd` runs its words with the image's shell",
          },
        ]
      : []),
    ...(entrypoint.length > 1
      ? [
          {
            kind: "differs" as const,
            code: "entry-point-of-several-words",
            what: "entry point of several words",
            why: "`--entrypoint` takes one word; the others stand before the command, which runs the same program",
          },
        ]
      : []),
    ...tmpfsOptionsNotSaid(given),
  ];
}
