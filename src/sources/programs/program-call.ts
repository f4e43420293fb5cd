export interface ProgramCall {
  /** What it gets, and nothing beside: our own environment is not passed on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; a folder that no one else can write, since programs read settings from where they start. */
  readonly cwd: string;
  /** All of standard input; without it there is none. */
  readonly input?: string;
  readonly timeoutMs: number;
  /** Between SIGTERM and SIGKILL when it is ended early; default 0: SIGKILL at once. */
  readonly graceMs?: number;
  /** Of each stream. */
  readonly maxOutputBytes: number;
  /** Over the limit: it is ended (default), or only the end of what it prints is kept. */
  readonly beyond?: "end" | "keep the tail";
  /** Resident memory of the program, looked at twenty times a second; over it, it is ended. Linux only. */
  readonly memoryBytes?: number;
  readonly signal?: AbortSignal | undefined;
  /** Hears what it prints on both streams, which is then not kept. */
  readonly onText?: (text: string) => void;
}
