import type { AdvisorySeverity } from "./advisory.ts";

/**
 * Remedies of vulnerabilities. `rebuild`: the packages came with the base image. `upgrade`: the distribution offers newer packages. `dependency`: a
 * library of the application. `runtime`: a language runtime that no package manager brought. `none`: nothing today, for the vendor's reason.
 */
export const remedyKinds = ["rebuild", "upgrade", "dependency", "runtime", "none"] as const;
export type RemedyKind = (typeof remedyKinds)[number];

/** One step, and the vulnerabilities that are gone once it is done; a vulnerability in packages of two steps counts in both. */
export interface Remedy {
  readonly kind: RemedyKind;
  /** The remedy, or why there is none: `Upgrade 3 packages of Debian GNU/Linux 12`. */
  readonly title: string;
  /** As it is to be run, in the image's build or in the project's folder. Absent: no command does it. */
  readonly command?: string;
  /** Notes: sentences without their final full stop. */
  readonly notes: readonly string[];
  /** Files in the image that name the packages: lock files and manifests. */
  readonly files: readonly string[];
  readonly packages: readonly {
    readonly name: string;
    readonly purl: string;
    readonly installed: string;
    /** The smallest version without any of the vulnerabilities that have a fix. */
    readonly to?: string;
    /** The vendor's words, where there is no fix. */
    readonly reason?: string;
  }[];
  /** Ids, the worst first. */
  readonly vulnerabilities: readonly string[];
  /** How many of `vulnerabilities` are of each severity; a vulnerability that vendors judge differently counts at its worst. */
  readonly severities: Readonly<Record<AdvisorySeverity, number>>;
  /** How many of `vulnerabilities` are known to be exploited. */
  readonly exploited: number;
}
