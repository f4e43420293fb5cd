import type { Finding } from "./finding.ts";

/** Settings that a container leaves to its engine's defaults. */
interface DefaultSetting {
  /** Unset settings, for a list. */
  readonly lacks: string;
  /** The field of a profile that has it. */
  readonly field?: string;
  /** Of the pod, and of none of its containers. */
  readonly ofPod?: true;
}

/**
 * Rules on what nearly every container leaves to its engine, in the order in which it is listed. Their findings are notes that reports for people count as one
 * block, until something makes one of them more: `hullproof.yaml`, `--enforce`, or a profile that was proven with the setting.
 */
export const runConfigurationRules: ReadonlyMap<string, DefaultSetting> = new Map<string, DefaultSetting>([
  ["limits/no-memory", { lacks: "memory limit", field: "memoryBytes" }],
  ["limits/no-pids", { lacks: "PIDs limit", field: "pids" }],
  ["limits/no-cpus", { lacks: "CPU limit", field: "cpus" }],
  ["capabilities/not-dropped", { lacks: "dropped capabilities", field: "capabilities" }],
  ["capabilities/new-privileges", { lacks: "no-new-privileges", field: "noNewPrivileges" }],
  ["capabilities/writable-root", { lacks: "read-only root file system", field: "readOnlyRootfs" }],
  ["capabilities/no-seccomp", { lacks: "seccomp profile", field: "seccomp", ofPod: true }],
  ["non-root/pod-may-be-root", { lacks: "runAsNonRoot", field: "user", ofPod: true }],
  ["capabilities/token-mounted", { lacks: "API token opt-out", ofPod: true }],
]);

/** Whether a finding belongs to that block. */
export function isRunConfiguration({ rule, severity }: Pick<Finding, "rule" | "severity">): boolean {
  return severity === "info" && runConfigurationRules.has(rule);
}
