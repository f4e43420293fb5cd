/** One thing that is not as it was when the profile was proven. */
export interface Difference {
  /** `cgroup version` */
  readonly what: string;
  /** Where it was proven. */
  readonly proven: string;
  /** Here. */
  readonly actual: string;
  /** The part of the profile that may not apply to it, in a sentence. */
  readonly mayVoid: string;
  /** The profile's fields that this is about; empty: all of them. */
  readonly fields: readonly string[];
}

/** Whether the local image is the proven one. `unknown`: the two were never named by the same kind of digest. */
export interface SameImage {
  readonly same: "yes" | "no" | "unknown";
  /** The compared digests. */
  readonly by?: "configuration digest" | "layers" | "manifest digest" | "image id";
}

/** How old a proof is, and whether it still counts as current. */
export interface ProofAge {
  /** The day on which the profile says that it was proven; absent when it does not say. */
  readonly provenOn?: string;
  /** Whole days from then to today; absent when it is unknown or in the future. */
  readonly days?: number;
  readonly proveAgainAfter?: string;
  /** Why it counts as expired. Absent: it does not. */
  readonly expired?: string;
}

/** The machine and the image of a proof, compared with the local ones. */
export interface Comparison {
  readonly image: SameImage;
  readonly differences: readonly Difference[];
  /** Facts about the proof's machine that the profile lacks, so that they could not be compared. */
  readonly unrecorded: readonly string[];
}

/** The validity of a profile's proof here and today. */
export interface Standing {
  readonly age: ProofAge;
  /** Absent where nothing was looked at but the age. */
  readonly machine?: Comparison;
}
