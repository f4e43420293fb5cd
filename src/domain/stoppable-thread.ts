/** A thread that does one task after the other and can be ended in the middle of any loop; the next task then gets a new one. */
export interface StoppableThread extends AsyncDisposable {
  /** A thread could not be ended: the process can end only by a signal. */
  readonly stuck: boolean;
  /**
   * Throws what the task throws; `Failure`: `timed-out` (over a limit), `unreadable` (out of memory or ended by itself), `interrupted`.
   * `what` begins the messages.
   */
  ask<T>(what: string, task: unknown, limits: Limits): Promise<T>;
}

export interface Limits {
  /** From the moment at which the thread has begun. Absent: as long as it turns. */
  readonly milliseconds?: number;
  /** Longest time without a turn of the thread's event loop while it computes; where other programs leave it no CPU, or it waits for the system, up to five times as long. */
  readonly stallMs: number;
  /** Asks the task to end. It has `graceMs`, more while it reports progress, none when its event loop is blocked. */
  readonly signal?: AbortSignal;
  /** Ends it at once. */
  readonly kill?: AbortSignal;
  /** Returns whether the note says that the task gets on with its end. */
  readonly heard?: (note: unknown) => boolean;
  readonly asked?: (question: unknown) => Promise<unknown>;
}
