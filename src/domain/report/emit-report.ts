import type { Loss } from "../profile/loss.ts";
import type { ProofAge } from "../profile/standing.ts";

/** The output of `emit --format json`. */
export interface EmitReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "hullproof"; readonly version: string };
  /** As `--to` takes it. */
  readonly target: string;
  /** The version that it is written for; absent where the target has none. */
  readonly targetVersion?: string;
  /** Why nothing was written; absent where something was. */
  readonly refused?: string;
  readonly files: readonly { readonly name: string; readonly text: string; readonly executable?: boolean }[];
  /** Losses of the profile in the files. */
  readonly losses: readonly Loss[];
  /** Present where a confinement that the proof relied on is among the losses. */
  readonly notProven?: string;
  /** Of each profile, in their order. */
  readonly proofs: readonly ProofAge[];
  /** Notes for the reader that are not in the files. */
  readonly notes: readonly string[];
}
