/** A value that no result may hold, and what it is called there. */
export interface KnownValue {
  readonly name: string;
  readonly value: string;
  /** Its lines are no values by themselves. */
  readonly isWhole?: true;
}
