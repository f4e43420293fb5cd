import type { Restrictions } from "./restrictions.ts";

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

export interface Witness {
  readonly field: WitnessField;
  /** The privilege or path that stays: `SETUID`, `/tmp`. */
  readonly value: string;
  /** Trials without it that broke: two at least, or one where chance cannot be the reason. */
  readonly trials: readonly string[];
  readonly problem: string;
  /** The settings of these trials, so that one can be run again. */
  readonly restrictions?: Restrictions;
}
