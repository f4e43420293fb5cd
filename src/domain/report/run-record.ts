/** A step of a running verb: a finished trial, or a stage. */
export interface RunRow {
  readonly stage: string;
  readonly message: string;
  /** Milliseconds since the run began. */
  readonly at: number;
}

/** The last trial that ended, of how many. */
export interface RunTrials {
  /** From 1. */
  readonly number: number;
  /** As far as is known; it may grow. */
  readonly about?: number;
  /** For those that are left, by how long the others took. */
  readonly secondsLeft?: number;
}

/** Progress of a running `learn` or `harden`, for `view`. */
export interface RunRecord {
  readonly verb: string;
  readonly target: string;
  /** ISO 8601 UTC. */
  readonly began: string;
  /** Names the process (`owner-mark.ts`). */
  readonly owner: string;
  /** The latest ones, in their order. */
  readonly rows: readonly RunRow[];
  /** How many came before those. */
  readonly before: number;
  /** The current action. */
  readonly now?: RunRow;
  /** Of the stage that it is in; absent where that runs no trials. */
  readonly trials?: RunTrials;
  /** Absent: it is running, or was killed. */
  readonly ended?: "done" | "failed";
  /** Why it failed, in one line. */
  readonly problem?: string;
  /** Where it wrote its report, absolute; absent: nowhere, or not yet. */
  readonly report?: string;
}

/** A record as it is seen now. `killed`: its process is gone, and it never said how it ended. */
export interface RunSeen extends RunRecord {
  readonly state: "running" | "done" | "failed" | "killed";
}
