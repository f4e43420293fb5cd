import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import { diskFlags, tmpfsOptionsNotSaid } from "../run-line/existing-mounts.ts";
import { givenSeccompFile, ownSeccomp, type NotSaid } from "../existing/given-emitter.ts";
import { keptOut, type ShownValues } from "../existing/shown-values.ts";

/** What Podman's units have no key for, as options of `podman run`. */
export function podmanArgs(settings: RequestedSettings): string[] {
  const option = (flag: string, value: string | number | undefined) =>
    value === undefined ? [] : [`${flag}=${value}`];
  return [
    ...(settings.privileged ? ["--privileged"] : []),
    // A key without a value is no key.
    ...(settings.entrypoint?.length === 0 ? ["--entrypoint="] : []),
    ...settings.unsetEnv.map((name) => `--unsetenv=${name}`),
    ...(settings.tty ? ["--tty"] : []),
    ...(settings.stdin ? ["--interactive"] : []),
    ...(settings.publishAll ? ["--publish-all"] : []),
    ...option("--memory", settings.memoryBytes),
    ...option("--memory-swap", settings.memorySwapBytes),
    ...option("--memory-reservation", settings.memoryReservationBytes),
    ...option("--memory-swappiness", settings.memorySwappiness),
    ...(settings.oomKillDisable ? ["--oom-kill-disable"] : []),
    ...option("--oom-score-adj", settings.oomScoreAdj),
    ...option("--cpus", settings.cpus),
    ...option("--cpu-shares", settings.cpuShares),
    ...option("--cpu-period", settings.cpuPeriod),
    ...option("--cpu-quota", settings.cpuQuota),
    ...option("--cpuset-cpus", settings.cpuset),
    ...option("--cpuset-mems", settings.cpusetMems),
    ...option("--blkio-weight", settings.blkioWeight),
    ...settings.blkioDevices.map(({ what, path, rate }) => `${diskFlags[what]}=${path}:${rate}`),
    ...(settings.attachments.length > 1 ? [] : option("--mac-address", settings.macAddress)),
    ...settings.labels.flatMap((one) => (/^(?:user|role):/.test(one) ? [`--security-opt=label=${one}`] : [])),
    ...option("--pid", settings.pid),
    ...option("--ipc", settings.ipc),
    ...option("--uts", settings.uts),
    ...option("--cgroup", settings.cgroup),
    ...option("--cgroup-parent", settings.cgroupParent),
    ...option("--security-opt", settings.appArmor && `apparmor=${settings.appArmor}`),
    ...settings.volumesFrom.map((other) => `--volumes-from=${other}`),
    ...settings.deviceRules.map((rule) => `--device-cgroup-rule=${rule}`),
  ];
}

/** Settings that Podman has no key or option for, or that differ from Docker's. */
export function quadletNotSaid(settings: RequestedSettings, envValues: ShownValues): NotSaid[] {
  const hiddenNames = keptOut(envValues);
  const droppedLoss = (code: string, subject: string, has: boolean, reason = "Podman has nothing for it"): NotSaid[] =>
    has ? [{ kind: "dropped", code, what: subject, why: reason }] : [];
  return [
    ...droppedLoss("links-to-other-containers", "links to other containers", settings.links.length > 0),
    ...droppedLoss(
      "options-of-networks",
      "driver options and link-local addresses in networks",
      settings.attachments.some(
        (attachment) => attachment.linkLocal.length > 0 || Object.keys(attachment.driverOptions).length > 0,
      ),
    ),
    ...droppedLoss(
      "security-options",
      `security options ${settings.otherSecurity.join(", ")}`,
      settings.otherSecurity.length > 0,
    ),
    ...droppedLoss(
      "health-start-interval",
      "how often its health is checked while it starts",
      settings.health?.startInterval !== undefined,
    ),
    ...tmpfsOptionsNotSaid(settings),
    ...(settings.seccomp === "builtin"
      ? [
          {
            kind: "differs" as const,
            code: "seccomp-builtin",
            what: "the list of system calls that is built into Docker, asked for by name",
            why: "Podman has no such word; its own default list is in force",
          },
        ]
      : []),
    ...droppedLoss("domain-name", "domain name", settings.domainname !== undefined),
    ...droppedLoss("storage-options", "storage options", Object.keys(settings.storageOpt).length > 0),
    ...droppedLoss(
      "runtime",
      "a runtime of its own: it is chosen for the whole engine",
      settings.runtime !== undefined,
    ),
    ...droppedLoss(
      "gpus-by-count",
      "GPUs by count: name them as CDI devices",
      settings.deviceRequests.some(({ driver }) => driver !== "cdi"),
    ),
    ...(settings.engine === "docker" && settings.capDrop.length === 0 && !settings.privileged
      ? [
          {
            kind: "stronger" as const,
            code: "capabilities",
            what: "capabilities",
            why: "Podman's default set has fewer than Docker's: NET_RAW, MKNOD and AUDIT_WRITE are missing",
          },
        ]
      : []),
    ...(settings.engine === "docker" && settings.capAdd.length > 0
      ? [
          {
            kind: "weaker" as const,
            code: "added-capabilities",
            what: "added capabilities",
            why: "Podman makes them ambient for a user that is not root, which Docker does not",
          },
        ]
      : []),
    ...(settings.engine === "docker" && settings.pids === undefined
      ? [
          {
            kind: "stronger" as const,
            code: "no-limit-of-tasks",
            what: "no limit of tasks",
            why: "Podman limits them to 2048 where no one says otherwise",
          },
        ]
      : []),
    ...(settings.engine === "docker" && settings.readOnly
      ? [
          {
            kind: "stronger" as const,
            code: "writable-dev",
            what: "a writable /dev and /dev/shm",
            why: "what keeps /run, /tmp and /var/tmp read-only on Podman makes them read-only, too: add Tmpfs=/dev/shm:rw if the service uses shared memory",
          },
        ]
      : []),
    ...(ownSeccomp(settings) === undefined
      ? []
      : [
          {
            kind: "moved" as const,
            code: "seccomp",
            what: "its list of system calls",
            why: `it has to lie at /etc/containers/${givenSeccompFile}: \`hullproof emit container:${settings.name} --to seccomp\` prints it`,
          },
        ]),
    ...(hiddenNames.length > 0
      ? [
          {
            kind: "moved" as const,
            code: "env-values",
            what: `values of ${hiddenNames.join(", ")}`,
            why: `they are read from ${settings.name}.env beside the unit; --show-values prints them`,
          },
        ]
      : []),
    ...(settings.restart?.includes(":") === true
      ? [
          {
            kind: "differs" as const,
            code: "restart-count",
            what: settings.restart,
            why: "systemd counts restarts by StartLimitBurst in the unit's own section",
          },
        ]
      : []),
  ];
}
