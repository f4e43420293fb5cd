import type { Progress } from "../../domain/progress.ts";
import type { Run } from "../engine/types.ts";
import type { PathRules } from "../programs/trusted-path.ts";
import type { ScannerCall, ScanSubject } from "./scanner.ts";

export interface ScannerRequest {
  /** Name of one of `scanners`. */
  readonly scanner: string;
  readonly subject: ScanSubject;
  /** Its database may be downloaded or renewed; otherwise nothing goes over the network. */
  readonly update: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where its program may lie. */
  readonly rules: PathRules;
  /** The user's cache folder (XDG base directory specification), where scanners keep their databases; without one they keep none. */
  readonly cacheHome?: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** For the scanner's image, where its program is not installed. */
  readonly run: () => Promise<Run>;
  /** Milliseconds for the scan; default ten minutes. */
  readonly timeoutMs?: number;
}

/** How a scanner runs: as a program of this machine, or out of its image. Undefined where it is in neither. */
export interface Runner {
  readonly folder: string;
  /** Paths as the scanner sees them. */
  readonly cache: string;
  readonly output: string;
  readonly subject: ScanSubject;
  run(
    call: ScannerCall,
    timeoutMs: number,
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
}
