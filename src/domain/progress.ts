/** Progress of a long action; the command line draws it, tests collect it. */
export interface ProgressEvent {
  /** Stage of the pipeline: `build`, `learn`, ... */
  readonly stage: string;
  readonly message: string;
  /** Set when the stage ended with this event. */
  readonly done?: boolean;
  /** Also for those who see no progress. */
  readonly warning?: true;
  /** A trial came to its end, or the like: worth a line where each event gets one. */
  readonly line?: boolean;
  /** Of a trial that came to its end. */
  readonly trial?: TrialCount;
}

export interface TrialCount {
  /** From 1. */
  readonly number: number;
  /** How many there will be, as far as is known; it grows when it turns out to be too low. */
  readonly about?: number;
}

export type Progress = (event: ProgressEvent) => void;
