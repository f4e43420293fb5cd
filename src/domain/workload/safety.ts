import { mebibyte } from "../units.ts";
/**
 * Bounds that hullproof itself sets around each container and build, far above what a service needs. They protect the host and are never part of
 * a profile: a run that reaches one is stopped and reported as such, not as a missing privilege.
 */
export interface SafetyLimits {
  /** Without swap. */
  readonly memoryBytes: number;
  /** Processes and threads. */
  readonly tasks: number;
  /** Writable data: its own layer and its volumes. */
  readonly diskBytes: number;
  /** Files, folders and links that it may make. */
  readonly files: number;
  /** Its log, as the engine keeps it. */
  readonly logBytes: number;
  /** One response: the output of a command in it. */
  readonly answerBytes: number;
}

export const safetyNames = ["memory", "tasks", "disk", "files", "log"] as const;
export type SafetyName = (typeof safetyNames)[number];

/** `the container reached hullproof's safety limit of 4096 tasks` */
export function reachedLimit(name: SafetyName, limits: SafetyLimits): string {
  const amount = {
    memory: `${inMib(limits.memoryBytes)} of memory`,
    tasks: `${limits.tasks} tasks`,
    disk: `${inMib(limits.diskBytes)} on disk`,
    files: `${limits.files} files`,
    log: `${inMib(limits.logBytes)} of log`,
  }[name];
  return `the container reached hullproof's safety limit of ${amount}`;
}

export function inMib(bytes: number): string {
  return `${Math.round(bytes / mebibyte)} MiB`;
}
