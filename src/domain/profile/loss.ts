/**
 * `weaker`: the container may do more than was proven. `stronger`: it may do less, so that the service may break. `moved`: someone must do it, at
 * another place, before it holds. `differs`: neither more nor less. `dropped`: nothing replaces it. `unsupported`: the target refuses it.
 */
export const lossKinds = ["weaker", "stronger", "moved", "differs", "dropped", "unsupported"] as const;

export type LossKind = (typeof lossKinds)[number];

/** One value of a profile that a target can't say as it is. */
export interface Loss {
  readonly kind: LossKind;
  /** Stays the same between versions: `tmpfs-mode`. */
  readonly code: string;
  /** Path in the profile: `tmpfs[0].mode`. */
  readonly field: string;
  /** As `--to` takes it. */
  readonly target: string;
  /** The version that it is written for; absent where the target has none. */
  readonly targetVersion?: string;
  /** The profile's value, for a reader. */
  readonly wanted: string;
  /** The value written instead; absent: none. */
  readonly got?: string;
  /** Why, in a sentence without its full stop. */
  readonly reason: string;
  /** The remedy, a sentence without a full stop; absent where there is none. */
  readonly remedy?: string;
}
