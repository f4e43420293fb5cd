export const witnessFields = [
  "capabilities",
  "tmpfs",
  "anonymousVolumes",
  "user",
  "memoryBytes",
  "pids",
  "cpus",
  "readOnlyRootfs",
  "noNewPrivileges",
  "seccomp",
  "init",
  "network",
  "ulimits",
  "devices",
  "sysctls",
] as const;

export type WitnessField = (typeof witnessFields)[number];
