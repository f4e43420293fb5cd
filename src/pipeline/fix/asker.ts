import type { FixEffect } from "../../domain/report/fix-report.ts";
import type { PlacedFix } from "./fix.ts";

/** One fix as it is shown to a person. */
export interface Offer extends PlacedFix {
  readonly file: string;
  /** Why its rule exists. */
  readonly why: string;
  /** Of this fix alone, in the text that it is made in; secrets in it are masked. */
  readonly diff: string;
  readonly effect?: FixEffect;
  /** Of class proven, and nothing was built. */
  readonly unbuilt?: true;
}

/** Someone who decides on each fix; the command line's is the terminal. */
export interface Asker {
  /** Keys of the fixes that are wanted. */
  choose(offers: readonly Offer[]): Promise<ReadonlySet<string>>;
  /** Of a diff in which secrets are masked. */
  mayWrite(file: string, diff: string): Promise<boolean>;
}
