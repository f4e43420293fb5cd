import type { GivenSettings } from "../../domain/container-spec/given-settings.ts";
import { diskFlags, tmpfsOptionsNotSaid } from "./docker-mounts.ts";
import { givenSeccompFile, ownSeccomp, type NotSaid } from "./given-emitter.ts";
import { keptOut, type ShownValues } from "./shown-values.ts";

/** What Podman's units have no key for, as options of `podman run`. */
export function podmanArgs(given: GivenSettings): string[] {
  const option = (flag: string, value: string | number | undefined) =>
    value === undefined ? [] : [`${flag}=${value}`];
  return [
    ...(given.privileged ? ["--privileged"] : []),
    // A key without a value is no key.
    ...(given.entrypoint?.length === 0 ? ["--entrypoint="] : []),
    ...given.unsetEnv.map((name) => `--unsetenv=${name}`),
    ...(given.tty ? ["--tty"] : []),
    ...(given.stdin ? ["--interactive"] : []),
    ...(given.publishAll ? ["--publish-all"] : []),
    ...option("--memory", given.memory),
    ...option("--memory-swap", given.memorySwap),
    ...option("--memory-reservation", given.memoryReservation),
    ...option("--memory-swappiness", given.memorySwappiness),
    ...(given.oomKillDisable ? ["--oom-kill-disable"] : []),
    ...option("--oom-score-adj", given.oomScoreAdj),
    ...option("--cpus", given.cpus),
    ...option("--cpu-shares", given.cpuShares),
    ...option("--cpu-period", given.cpuPeriod),
    ...option("--cpu-quota", given.cpuQuota),
    ...option("--cpuset-cpus", given.cpusetCpus),
    ...option("--cpuset-mems", given.cpusetMems),
    ...option("--blkio-weight", given.blkioWeight),
    ...given.blkioDevices.map(({ what, path, rate }) => `${diskFlags[what]}=${path}:${rate}`),
    ...(given.attachments.length > 1 ? [] : option("--mac-address", given.macAddress)),
    ...given.labelOptions.flatMap((one) => (/^(?:user|role):/.test(one) ? [`--security-opt=label=${one}`] : [])),
    ...option("--pid", given.pid),
    ...option("--ipc", given.ipc),
    ...option("--uts", given.uts),
    ...option("--cgroupns", given.cgroupns),
    ...option("--cgroup-parent", given.cgroupParent),
    ...option("--security-opt", given.appArmor && `apparmor=${given.appArmor}`),
    ...given.volumesFrom.map((other) => `--volumes-from=${other}`),
    ...given.deviceRules.map((rule) => `--device-cgroup-rule=${rule}`),
  ];
}

/** What neither a key nor an option of Podman says, or says otherwise than Docker. */
export function quadletNotSaid(given: GivenSettings, shown: ShownValues): NotSaid[] {
  const kept = keptOut(shown);
  const gone = (code: string, what: string, has: boolean, why = "Podman has nothing for it"): NotSaid[] =>
    has ? [{ kind: "dropped", code, what, why }] : [];
  return [
    ...gone("links-to-other-containers", "links to other containers", given.links.length > 0),
    ...gone(
      "options-of-networks",
      "driver options and link-local addresses in networks",
      given.attachments.some((one) => one.linkLocal.length > 0 || Object.keys(one.driverOptions).length > 0),
    ),
    ...gone("security-options", `security options ${given.otherSecurity.join(", ")}`, given.otherSecurity.length > 0),
    ...gone(
      "health-start-interval",
      "how often its health is checked while it starts",
      given.health?.startInterval !== undefined,
    ),
    ...tmpfsOptionsNotSaid(given),
    ...(given.seccomp === "builtin"
      ? [
          {
            kind: "differs" as const,
            code: "seccomp-builtin",
            what: "the list of system calls that is built into Docker, asked for by name",
            why: "Podman has no such word; its own default list is in force",
          },
        ]
      : []),
    ...gone("domain-name", "domain name", given.domainname !== undefined),
    ...gone("storage-options", "storage options", Object.keys(given.storageOpt).length > 0),
    ...gone("runtime", "a runtime of its own: it is chosen for the whole engine", given.runtime !== undefined),
    ...gone(
      "gpus-by-count",
      "GPUs by count: name them as CDI devices",
      given.deviceRequests.some(({ driver }) => driver !== "cdi"),
    ),
    ...(given.engine === "docker" && given.capDrop.length === 0 && !given.privileged
      ? [
          {
            kind: "stronger" as const,
            code: "capabilities",
            what: "capabilities",
            why: "Podman's default set has fewer than Docker's: NET_RAW, MKNOD and AUDIT_WRITE are missing",
          },
        ]
      : []),
    ...(given.engine === "docker" && given.capAdd.length > 0
      ? [
          {
            kind: "weaker" as const,
            code: "added-capabilities",
            what: "added capabilities",
            why: "Podman makes them ambient for a user that is not root, which Docker does not",
          },
        ]
      : []),
    ...(given.engine === "docker" && given.pids === undefined
      ? [
          {
            kind: "stronger" as const,
            code: "no-limit-of-tasks",
            what: "no limit of tasks",
            why: "Podman limits them to 2048 where no one says otherwise",
          },
        ]
      : []),
    ...(given.engine === "docker" && given.readOnly
      ? [
          {
            kind: "stronger" as const,
            code: "writable-dev",
            what: "a writable /dev and /dev/shm",
            why: "what keeps /run, /tmp and /var/tmp read-only on Podman makes them read-only, too: add Tmpfs=/dev/shm:rw if the service uses shared memory",
          },
        ]
      : []),
    ...(ownSeccomp(given) === undefined
      ? []
      : [
          {
            kind: "moved" as const,
            code: "seccomp",
            what: "its list of system calls",
            why: `it has to lie at /etc/containers/${givenSeccompFile}: \`hullproof emit container:${given.name} --to seccomp\` prints it`,
          },
        ]),
    ...(kept.length > 0
      ? [
          {
            kind: "moved" as const,
            code: "env-values",
            what: `values of ${kept.join(", ")}`,
            why: `they are read from ${given.name}.env beside the unit; --show-values prints them`,
          },
        ]
      : []),
    ...(given.restart?.includes(":") === true
      ? [
          {
            kind: "differs" as const,
            code: "restart-count",
            what: given.restart,
            why: "systemd counts restarts by StartLimitBurst in the unit's own section",
          },
        ]
      : []),
  ];
}
