import type { Permit } from "../../consent/decide.ts";
import type { Progress } from "../../domain/progress.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ImageSummary, Run } from "../../sources/engine/types.ts";
import type { Observer } from "../observe/observer.ts";
import type { Baseline } from "./reference.ts";
import type { Control } from "./control.ts";
import type { Known } from "./known.ts";
import type { Answer } from "./answer.ts";
import type { Background } from "./background.ts";
import type { ProcessWatch, Watched } from "./watched.ts";

export interface Question {
  /** What is asked, for a reader: `without SETUID`. */
  readonly title: string;
  readonly restrictions: Restrictions;
  /** It passes, too, when all that it does otherwise is to complain of a refusal in its log. */
  readonly tolerant?: boolean;
  /** What watches its trials; such a question is asked though it was asked before. */
  readonly observe?: readonly Observer[];
}

/** Asks one container questions and judges each answer against the baseline. */
export interface Lab {
  readonly run: Run;
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly baseline: Baseline;
  /** As what its processes end up, under any restrictions. */
  readonly watch: ProcessWatch;
  /** The same lab, each question under the load of its workload; itself where there is none, or the original does not stand it. */
  readonly underLoad: Lab;
  /** All trials so far, baseline included, in the order of their ids. */
  readonly trials: readonly Trial[];
  /** A pass counts at once; a failure only when chance is impossible or it is repeated, alone (`settleAnswer`). The same question is not asked twice. */
  ask(title: string, restrictions: Restrictions, options?: AskOptions): Promise<Answer>;
  /** The same for several questions at once, where two containers do not disturb each other; what broke runs again alone. */
  askAll(questions: readonly Question[]): Promise<Answer[]>;
  /**
   * Until it passed `passes` times (default 2): what this lab has run of the same question counts, and not what an earlier call of the program did. Once
   * one run broke, two that run alone decide if they agree.
   */
  confirm(title: string, restrictions: Restrictions, passes?: number): Promise<Answer>;
  /** One run under another workload, for its figures: it is not judged, and measured again in each call. */
  measure(title: string, restrictions: Restrictions, workload: Workload, options?: MeasureOptions): Promise<Trial>;
  /** From now on these lines of a log are no problem. */
  tolerate(lines: readonly string[]): void;
}

export interface MeasureOptions extends Pick<Question, "observe"> {
  /** Under load nothing is done beside the steps, no exec and no HEALTHCHECK. */
  readonly quiet?: boolean;
}

export type AskOptions = Pick<Question, "tolerant" | "observe">;

export interface LabRequest {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly baseline: Baseline;
  readonly trialIds: () => string;
  readonly progress: Progress;
  /** Of the progress events: `learn`, `verify`. */
  readonly stage: string;
  /** Trials in all, about, for the progress; default unknown. */
  readonly expected?: number;
  /** The baseline is another image's, in which users may have other numbers. */
  readonly otherImage?: boolean;
  /** What earlier runs answered; default nothing. */
  readonly known?: Known;
  /** The limits are given, not looked for: a start that its own limit of CPUs holds back has all the time of the workload. Default false. */
  readonly given?: boolean;
  /** Log lines that were accepted when the profile was learned. */
  readonly tolerated?: readonly string[];
  /** By name of a companion what it runs under; default nothing, so that the container alone is on trial. */
  readonly beside?: ReadonlyMap<string, Restrictions>;
  /** Containers of trials are removed while the next one is prepared: whoever opens the lab waits with `allGone` at the end. Default false. */
  readonly leaves?: boolean;
  /** The original under load: what `underLoad` is judged by. */
  readonly load?: Control;
  /** The original as it runs on; default no processes are watched. */
  readonly watched?: Promise<Watched>;
  /** What waits for the trials that run on; whoever opens the lab disposes of it. */
  readonly background?: Background;
}
