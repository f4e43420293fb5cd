import type { ProgressEvent } from "../domain/progress.ts";

/** What every call may say. Of the process only its current folder and the day are looked up, and only where they are not named here. */
export interface Options {
  /** Folder that paths begin in. Default: the current one. */
  readonly cwd?: string;
  /** ISO date (`2026-11-24`) by which support ends and ignores expire. Default: today, UTC. */
  readonly today?: string;
  /** A `hullproof.yaml` in place of the nearest one. */
  readonly config?: string;
  /** Ends the work; the promise is then rejected with its reason. */
  readonly signal?: AbortSignal;
  /** Hears what is being done. */
  readonly progress?: (event: ProgressEvent) => void;
}
