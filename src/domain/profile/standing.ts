/** One thing that is not as it was when the profile was proven. */
export interface Difference {
  /** `cgroup version` */
  readonly what: string;
  /** Where it was proven. */
  readonly was: string;
  /** Here. */
  readonly is: string;
  /** What of the profile may not hold for it, in a sentence. */
  readonly mayVoid: string;
  /** The profile's fields that this is about; empty: all of them. */
  readonly fields: readonly string[];
}

/** Whether what is here is the image that was proven. `unknown`: the two were never named by the same kind of digest. */
export interface SameImage {
  readonly same: "yes" | "no" | "unknown";
  /** What was compared. */
  readonly by?: "configuration digest" | "layers" | "manifest digest" | "image id";
}

/** How old a proof is, and whether it still counts as current. */
export interface ProofAge {
  /** The day on which the profile says that it was proven; absent when it does not say. */
  readonly provenOn?: string;
  /** Whole days from then to today; absent when it is not known, or lies in the future. */
  readonly days?: number;
  readonly proveAgainAfter?: string;
  /** Why it counts as expired. Absent: it does not. */
  readonly expired?: string;
}

/** The machine and the image that a profile was proven on, beside those that are here. */
export interface Comparison {
  readonly image: SameImage;
  readonly differences: readonly Difference[];
  /** What the profile does not say about the machine that it was proven on, so that it could not be compared. */
  readonly unrecorded: readonly string[];
}

/** What a profile's proof is worth here and today. */
export interface Standing {
  readonly age: ProofAge;
  /** Absent where nothing was looked at but the age. */
  readonly machine?: Comparison;
}
