import type { Restrictions } from "../../domain/restrictions.ts";
import type { Proof } from "../../domain/trial.ts";
import type { Witness } from "../../domain/witness.ts";

/** What one question taught: more restrictions, and what stands behind them. */
export interface Lesson {
  readonly restrictions: Restrictions;
  readonly witnesses: readonly Witness[];
  readonly proofs: readonly Proof[];
  /** Field of the profile -> trials and what they showed. */
  readonly because: Readonly<Record<string, readonly string[]>>;
}
