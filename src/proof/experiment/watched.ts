import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Observer } from "../observe/observer.ts";
import type { ExperimentResult } from "./experiment-result.ts";

/** The original as it ran on, or why that could not be watched. */
export type WatchedOriginal = Trial | { readonly reason: string };

/** Trials that keep running after their steps, in parallel to others: they only wait. */
export interface ProcessWatch {
  readonly original: Promise<WatchedOriginal>;
  /**
   * Starts the trial of `restrictions`, unless it runs or has run; ends another one that was started but not used.
   * Resolves when its steps are over.
   */
  begin(restrictions: Restrictions): Promise<void>;
  /**
   * Final states of its processes; a break counts at once if a call was refused, and otherwise if it is repeated.
   * Undefined if they could not be watched.
   */
  ask(title: string, restrictions: Restrictions, observe?: readonly Observer[]): Promise<ExperimentResult | undefined>;
}
