import type { SourceLocation } from "../../domain/container/container-spec.ts";
import type { PodView } from "./pod-view.ts";

export const podSecurityLevels = ["baseline", "restricted"] as const;
export type PodSecurityLevel = (typeof podSecurityLevels)[number];

/** One place at which a pod breaks a check. */
export interface Breach {
  readonly at: SourceLocation;
  /** The value there, or the location where it is missing. */
  readonly pointer: string;
  /** As it is written; `not set` where something is missing. */
  readonly value: string;
  /** A clause: `container "web" sets privileged: true`. */
  readonly says: string;
}

/** A check of kubernetes/pod-security-admission, `policy/check_*.go`, with its own name. */
export interface PodSecurityCheck {
  readonly id: string;
  readonly level: PodSecurityLevel;
  /** The first minor version of 1.x that has it. */
  readonly since: number;
  /** The check of baseline that restricted asks this one in place of. */
  readonly replaces?: string;
  readonly breaches: (pod: PodView, minor: number) => readonly Breach[];
}
