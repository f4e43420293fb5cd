import type { PrintedSpec } from "../../print/printed-spec.ts";
import { diskFlags } from "../../run-line/print/mount-flags.ts";
import { byteSize } from "../../text/bytes.ts";

/** Options of `podman run` for settings without a key in units. */
export function podmanArgs(spec: PrintedSpec): string[] {
  const option = (flag: string, value: string | number | undefined) =>
    value === undefined ? [] : [`${flag}=${value}`];
  const size = (flag: string, bytes: number | undefined) => option(flag, bytes === undefined ? bytes : byteSize(bytes));
  return [
    ...(spec.privileged === true ? ["--privileged"] : []),
    ...(spec.unsetEnv ?? []).map((name) => `--unsetenv=${name}`),
    ...(spec.tty ? ["--tty"] : []),
    ...(spec.stdin ? ["--interactive"] : []),
    ...(spec.publishAll ? ["--publish-all"] : []),
    ...size("--memory-reservation", spec.memoryReservationBytes),
    ...option("--memory-swappiness", spec.memorySwappiness),
    ...(spec.oomKillDisable ? ["--oom-kill-disable"] : []),
    ...option("--oom-score-adj", spec.oomScoreAdj),
    ...option("--cpu-shares", spec.cpuShares),
    ...option("--cpu-period", spec.cpuPeriod),
    ...option("--cpu-quota", spec.cpuQuota),
    ...option("--cpuset-cpus", spec.cpuset),
    ...option("--cpuset-mems", spec.cpusetMems),
    ...option("--blkio-weight", spec.blkioWeight),
    ...(spec.blkioDevices ?? []).map(({ what, path, rate }) => `${diskFlags[what]}=${path}:${rate}`),
    ...((spec.attachments ?? []).length > 1 ? [] : option("--mac-address", spec.macAddress)),
    ...(spec.labels ?? []).flatMap((one) => (/^(?:user|role):/.test(one) ? [`--security-opt=label=${one}`] : [])),
    ...option("--pid", spec.pid),
    ...option("--ipc", spec.ipc),
    ...option("--uts", spec.uts),
    ...option("--cgroupns", spec.cgroup),
    ...option("--cgroup-parent", spec.cgroupParent),
    ...option("--security-opt", spec.appArmor && `apparmor=${spec.appArmor}`),
    ...(spec.volumesFrom ?? []).map((other) => `--volumes-from=${other}`),
    ...(spec.deviceRules ?? []).map((rule) => `--device-cgroup-rule=${rule}`),
  ];
}
