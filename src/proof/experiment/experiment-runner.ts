import type { Permit } from "../../consent/decide.ts";
import type { Progress } from "../../domain/progress.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ImageSummary, EngineSession } from "../../sources/engine/types.ts";
import type { Observer } from "../observe/observer.ts";
import type { ReferenceBehavior } from "./reference.ts";
import type { Control } from "./control.ts";
import type { ResultCache } from "./result-cache.ts";
import type { ExperimentResult } from "./experiment-result.ts";
import type { Background } from "./background.ts";
import type { ProcessWatch, WatchedOriginal } from "./watched.ts";

export interface Experiment {
  /** Displayed subject: `without SETUID`. */
  readonly title: string;
  readonly restrictions: Restrictions;
  /** Also passes if complaints about refusals in its log are the only difference. */
  readonly tolerant?: boolean;
  /** Observers of its trials; such an experiment always runs, even if its result is known. */
  readonly observe?: readonly Observer[];
}

/** Runs experiments on one container and judges each against the reference trials. */
export interface ExperimentRunner {
  readonly session: EngineSession;
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly reference: ReferenceBehavior;
  /** Final states of its processes, under any restrictions. */
  readonly watch: ProcessWatch;
  /**
   * The same runner, with each trial under the load of its workload; itself without a load, or if the original does not
   * pass it.
   */
  readonly underLoad: ExperimentRunner;
  /** All trials so far, including reference trials, in the order of their ids. */
  readonly trials: readonly Trial[];
  /**
   * A pass counts at once; a failure only if it cannot be chance, or is repeated by a trial that runs alone
   * (`decideResult`). Equal experiments run once.
   */
  run(title: string, restrictions: Restrictions, options?: ExperimentOptions): Promise<ExperimentResult>;
  /** Runs several experiments in parallel if two containers do not disturb each other; broken ones run again alone. */
  runAll(experiments: readonly Experiment[]): Promise<ExperimentResult[]>;
  /**
   * Until it has passed `passes` times (default 2): trials of the same experiment in this runner count, results of
   * earlier sessions do not. After one break, two trials that run alone decide if they agree.
   */
  confirm(title: string, restrictions: Restrictions, passes?: number): Promise<ExperimentResult>;
  /** Measures one run under another workload. It is not judged, and every call runs it again. */
  measure(title: string, restrictions: Restrictions, workload: Workload, options?: MeasureOptions): Promise<Trial>;
  /** Accepts these log lines from now on. */
  tolerate(lines: readonly string[]): void;
}

export interface MeasureOptions extends Pick<Experiment, "observe"> {
  /** Under load only the steps run, without exec and HEALTHCHECK. */
  readonly quiet?: boolean;
}

export type ExperimentOptions = Pick<Experiment, "tolerant" | "observe">;

export interface ExperimentRunnerRequest {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly reference: ReferenceBehavior;
  readonly trialIds: () => string;
  readonly progress: Progress;
  /** Stage of progress events: `learn`, `verify`. */
  readonly stage: string;
  /** Estimated number of all trials, for progress; default unknown. */
  readonly expected?: number;
  /** The reference is from another image, whose users may have different ids. */
  readonly otherImage?: boolean;
  /** Results of earlier runs; default none. */
  readonly known?: ResultCache;
  /**
   * The limits are given, not learned: a start that its CPU limit slows down gets all the time of the workload. Default
   * false.
   */
  readonly given?: boolean;
  /** Log lines that were accepted when the profile was learned. */
  readonly tolerated?: readonly string[];
  /** Restrictions by companion name; default none, so that only the container is tested. */
  readonly beside?: ReadonlyMap<string, Restrictions>;
  /**
   * Containers of trials are removed while the next one is prepared: the owner of the runner calls `waitForRemovals` at
   * the end. Default false.
   */
  readonly leaves?: boolean;
  /** The original under load, the reference of `underLoad`. */
  readonly load?: Control;
  /** The original while it keeps running; default no processes are watched. */
  readonly watched?: Promise<WatchedOriginal>;
  /** Awaits the watched trials; the owner of the runner disposes of it. */
  readonly background?: Background;
}
