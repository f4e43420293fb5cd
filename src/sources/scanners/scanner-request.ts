import type { Progress } from "../../domain/progress.ts";
import type { EngineSession } from "../engine/types.ts";
import type { PathRules } from "../paths/trusted-path.ts";
import type { ScannerCall, ScanSubject } from "./scanner.ts";

export interface ScannerRequest {
  /** Name of one of `scanners`. */
  readonly scanner: string;
  readonly subject: ScanSubject;
  /** Whether its database may be downloaded or updated; otherwise there is no network access. */
  readonly update: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Search rules for its program. */
  readonly rules: PathRules;
  /** The user's cache folder (XDG base directory specification) for scanner databases; without it they are not kept. */
  readonly cacheHome?: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** For the scanner's image, if its program is not installed. */
  readonly run: () => Promise<EngineSession>;
  /** Time limit of the scan in milliseconds; default ten minutes. */
  readonly timeoutMs?: number;
}

/** Runs a scanner as a local program, or from its image. Undefined if neither is available. */
export interface Runner {
  readonly folder: string;
  /** Paths as seen by the scanner. */
  readonly cache: string;
  readonly output: string;
  readonly subject: ScanSubject;
  run(
    call: ScannerCall,
    timeoutMs: number,
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
}
