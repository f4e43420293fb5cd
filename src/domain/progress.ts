/** What a long action tells while it goes on; the command line draws it, tests collect it. */
export interface ProgressEvent {
  /** Stage of the pipeline: `build`, `learn`, ... */
  readonly stage: string;
  readonly message: string;
  /** Set when the stage ended with this event. */
  readonly done?: boolean;
  /** A trial came to its end, or the like: worth a line where each event gets one. */
  readonly line?: boolean;
}

export type Progress = (event: ProgressEvent) => void;
