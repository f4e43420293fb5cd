import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Observer } from "../observe/observer.ts";
import type { Answer } from "./answer.ts";

/** The original as it ran on, or why that could not be watched. */
export type Watched = Trial | { readonly reason: string };

/** Trials that run on after their steps, beside others: they do nothing but wait. */
export interface ProcessWatch {
  readonly original: Promise<Watched>;
  /** Starts the trial of `restrictions`, unless it runs or has run: another one that was started so and not asked for ends. Its steps are over when this is. */
  begin(restrictions: Restrictions): Promise<void>;
  /** How its processes end up; a break counts at once where a call was refused to them, and else twice. Undefined where that could not be watched. */
  ask(title: string, restrictions: Restrictions, observe?: readonly Observer[]): Promise<Answer | undefined>;
}
