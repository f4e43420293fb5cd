import type { Witness } from "./witness.ts";
import type { Observed } from "../workload/observation.ts";
import type { Profile } from "./profile.ts";
import type { Trial, Proof, Recommendation } from "../workload/trial.ts";

/** Result of learning: the profile and its evidence. */
export interface Learned {
  readonly profile: Profile;
  readonly trials: readonly Trial[];
  readonly witnesses: readonly Witness[];
  readonly proofs: readonly Proof[];
  readonly suggestions: readonly Recommendation[];
  readonly observed: Observed;
}
