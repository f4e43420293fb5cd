import type { FixEffect } from "../../domain/report/fix-report.ts";
import type { PlacedFix } from "./fix.ts";

/** A fix to show to the user. */
export interface Offer extends PlacedFix {
  readonly file: string;
  /** Why its rule exists. */
  readonly why: string;
  /** Diff of this fix alone; its secrets are masked. */
  readonly diff: string;
  readonly effect?: FixEffect;
  /** A fix of class proven that was not built. */
  readonly unbuilt?: true;
}

/** Decides on each fix; in the command line this is the terminal. */
export interface Asker {
  /** Keys of the chosen fixes. */
  choose(offers: readonly Offer[]): Promise<ReadonlySet<string>>;
  /** Asked with a diff whose secrets are masked. */
  mayWrite(file: string, diff: string): Promise<boolean>;
}
