/** Runs a verb of the command line in a thread of its own, as another process would: with what it prints, and its exit code. */
export type VerbRunner = (args: readonly string[], options: VerbOptions) => Promise<VerbResult>;

export interface VerbOptions {
  readonly cwd: string;
  /** Asks it to end, and to take away what it made. */
  readonly signal: AbortSignal;
  /** Lines of its progress, as they come. */
  readonly progress?: (line: string) => void;
}

export interface VerbResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
