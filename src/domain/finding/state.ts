/** What a finding or a vulnerability is beside a baseline: only what is new fails a run. */
export const baselineStates = ["new", "same"] as const;
export type BaselineState = (typeof baselineStates)[number];

/** Why a finding does not count, in the words of whoever accepted it. */
export interface Accepted {
  readonly reason: string;
  /** Last day on which it is accepted, ISO date. */
  readonly until?: string;
}
