import type { Profile } from "../profile/profile.ts";
import type { Proof, Trial } from "../workload/trial.ts";

/** A service of a Compose project that runs under its learned profile. */
export interface HardenedService {
  readonly name: string;
  readonly image: string;
  readonly profile: Profile;
  /** Learned and not written, because a Compose file can't say it here, or because the file is stricter. */
  readonly notes: readonly string[];
}

/** The result of `harden` for a Compose project. */
export interface ProjectResult {
  /** Files of the project that differ. */
  readonly files: readonly {
    /** As reached from the current folder. */
    readonly file: string;
    /** Path of the hardened text; the file itself where it was edited in place. */
    readonly path: string;
    /** Unified diff, original -> hardened. */
    readonly diff: string;
  }[];
  /** The service at which the steps are done. */
  readonly entry: string;
  readonly services: readonly HardenedService[];
  /** Services that stay as they are, each with its reason. */
  readonly left: readonly { readonly name: string; readonly reason: string }[];
  /** The whole project under the hardened files, compared with the project as it is. */
  readonly verify: Proof;
  readonly proofs: readonly Proof[];
  /** Of all services, with one numbering. */
  readonly trials: readonly Trial[];
}
