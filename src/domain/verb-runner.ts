/** Runs a verb of the command line in a separate thread, as another process would: with its output and exit code. */
export type VerbRunner = (args: readonly string[], options: VerbOptions) => Promise<VerbResult>;

export interface VerbOptions {
  readonly cwd: string;
  /** Asks it to end and to clean up. */
  readonly signal: AbortSignal;
  /** Lines of its progress, as they come. */
  readonly progress?: (line: string) => void;
}

export interface VerbResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
