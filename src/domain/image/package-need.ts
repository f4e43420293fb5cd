/** Why a package stays or may go; the strongest class that holds comes first. */
export const needClasses = [
  "used",
  "named",
  "linked",
  "loaded-by-name",
  "imported",
  "policy",
  "depends-only",
  "configure-only",
  "unused",
  "unknown",
] as const;

export type NeedClass = (typeof needClasses)[number];

/** One step of a chain of evidence: `from` needs `to`, in the way that `how` says. */
export interface NeedEvidence {
  /** `reads`, `starts`, `interpreter`, `calls`, `link`, `links`, `note`, `text`, `folder`, `shell`, `license`, `requires`, `depends`, `configures`, `rule`. */
  readonly how: string;
  /** A file, an instruction of the image, a step of the workload, a package or a rule. */
  readonly from: string;
  readonly to: string;
  /** Purl of the package that owns `from`: its own chain continues this one. */
  readonly via?: string;
}

export interface PackageNeed {
  readonly purl: string;
  readonly name: string;
  readonly class: NeedClass;
  /** Empty for `unused`. */
  readonly evidence: readonly NeedEvidence[];
  /** Its files that show and their bytes; absent: its data does not say. */
  readonly files?: number;
  readonly bytes?: number;
  /** Its files that the workload opened. */
  readonly opened: number;
}

/** The class of each package of an image, with the workload's trace that decides it. */
export interface PackageNeeds {
  /** Whether a package without use may be called unused. */
  readonly complete: boolean;
  /** Limits of the trace. */
  readonly reason: string;
  readonly packages: readonly PackageNeed[];
}
