import type { ProgressEvent } from "../domain/progress.ts";

/** Options of every call. Of the process only the current folder and the date are used, and only if they are not given. */
export interface Options {
  /** Base of relative paths. Default: the current folder. */
  readonly cwd?: string;
  /** ISO date (`2026-11-24`) that decides about ends of support and expired suppressions. Default: today, UTC. */
  readonly today?: string;
  /** A `hullproof.yaml` that replaces the nearest one. */
  readonly config?: string;
  /** Aborts the work; the promise then rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Receives progress. */
  readonly progress?: (event: ProgressEvent) => void;
}
