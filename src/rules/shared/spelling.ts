import type { Dialect, ContainerSpec } from "../../domain/container/container-spec.ts";

/** Settings of rules, as spelled in every dialect: run line, Compose, Kubernetes, Quadlet. */
const spellings = {
  memory: ["--memory", "mem_limit", "resources.limits.memory", "Memory="],
  memorySwap: ["--memory-swap", "memswap_limit", "memory-swap", "PodmanArgs=--memory-swap"],
  cpus: ["--cpus", "cpus", "resources.limits.cpu", "PodmanArgs=--cpus"],
  cpuShares: ["--cpu-shares", "cpu_shares", "resources.requests.cpu", "PodmanArgs=--cpu-shares"],
  pids: ["--pids-limit", "pids_limit", "podPidsLimit", "PidsLimit="],
  readOnly: ["--read-only", "read_only: true", "readOnlyRootFilesystem: true", "ReadOnly=true"],
  tmpfs: ["--tmpfs", "tmpfs", "emptyDir", "Tmpfs="],
  noNewPrivileges: [
    "--security-opt no-new-privileges",
    "security_opt: [no-new-privileges:true]",
    "allowPrivilegeEscalation: false",
    "NoNewPrivileges=true",
  ],
  dropAll: ["--cap-drop ALL", "cap_drop: [ALL]", "capabilities.drop: [ALL]", "DropCapability=all"],
  capAdd: ["--cap-add", "cap_add", "capabilities.add", "AddCapability="],
  capDrop: ["--cap-drop", "cap_drop", "capabilities.drop", "DropCapability="],
  user: ["--user", "user", "runAsUser", "User="],
  privileged: ["--privileged", "privileged: true", "privileged: true", "PodmanArgs=--privileged"],
  network: ["--network", "networks", "hostNetwork", "Network="],
  restart: ["--restart", "restart", "restartPolicy", "Restart="],
  health: ["--health-cmd", "healthcheck", "livenessProbe", "HealthCmd="],
  oomKillDisable: ["--oom-kill-disable", "oom_kill_disable: true", "oom-kill-disable", "PodmanArgs=--oom-kill-disable"],
} as const satisfies Readonly<
  Record<string, readonly [run: string, compose: string, kubernetes: string, quadlet: string]>
>;

export type Setting = keyof typeof spellings;

/** Of others, flags: a container that exists was started with them. */
const columns: Readonly<Partial<Record<Dialect, 1 | 2 | 3>>> = {
  compose: 1,
  kubernetes: 2,
  quadlet: 3,
};

/** How the container's dialect writes a setting. */
export function spelled({ dialect }: Pick<ContainerSpec, "dialect">, setting: Setting): string {
  return spellings[setting][columns[dialect] ?? 0];
}
