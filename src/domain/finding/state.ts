/** State of a finding or a vulnerability against a baseline: only new ones fail a run. */
export const baselineStates = ["new", "same"] as const;
export type BaselineState = (typeof baselineStates)[number];

/** Why a finding does not count, in the words of the person who accepted it. */
export interface Accepted {
  readonly reason: string;
  /** Last day on which it is accepted, ISO date. */
  readonly until?: string;
}
