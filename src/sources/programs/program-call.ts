export interface ProgramCall {
  /** Its whole environment: ours is not passed on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; a folder that no one else can write, since programs read settings from their start folder. */
  readonly cwd: string;
  /** All of standard input; absent means none. */
  readonly input?: string;
  readonly timeoutMs: number;
  /** Time between SIGTERM and SIGKILL when it is ended early; default 0: SIGKILL at once. */
  readonly graceMs?: number;
  /** Limit per stream. */
  readonly maxOutputBytes: number;
  /** Beyond the limit: it is ended (default), or only the end of its output is kept. */
  readonly beyond?: "end" | "keep the tail";
  /** Limit of resident memory, checked twenty times a second; the program is ended above it. Linux only. */
  readonly memoryBytes?: number;
  readonly signal?: AbortSignal | undefined;
  /** Receives the output of both streams, which is then not kept. */
  readonly onText?: (text: string) => void;
}
